/**
 * Barrier, which {@link file://./locks.ts} exports. Source: CPython 3.13 `Lib/asyncio/locks.py`.
 *
 * A cycle: `filling` until all parties wait, then `draining` until the last has left, then `filling` again. `reset`
 * sends those inside away (`resetting` until the last has left); `abort` breaks it (`broken`) until a `reset`.
 */
import { asyncWith } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import { BrokenBarrierError, ValueError } from "./exceptions.js";
import { Condition, Lock } from "./locks.js";
import { LoopBound, type ResourceOptions } from "./mixins.js";

type BarrierState = "filling" | "draining" | "resetting" | "broken";

/** A point that tasks pass together: each waits until as many have come as there are parties. */
export class Barrier extends LoopBound {
  readonly #lock = new Lock();
  /** @internal */ readonly _cond = new Condition(this.#lock);
  readonly #parties: number;
  #state: BarrierState = "filling";
  /** How many tasks are inside. */
  #count = 0;

  /** @throws {ValueError} for less than one party. */
  constructor(parties: number, options: ResourceOptions = {}) {
    super("barrier", options);
    if (parties < 1) throw new ValueError("parties must be > 0");
    this.#parties = parties;
    this.#lock._standFor("barrier", this);
    this._cond._standFor("barrier", this);
  }

  /** How many tasks pass it together. */
  get parties(): number {
    return this.#parties;
  }
  /** How many tasks wait for the others to come. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }
  /**
   * Whether it was aborted: all that wait, and that come, get a {@link BrokenBarrierError}, until it is
   * reset.
   */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits for the other parties. Gives each a number of its own, from 0 in the order of arrival.
   * @throws {BrokenBarrierError} when it is broken, or is broken or reset while waiting.
   */
  *wait(): Coroutine<number> {
    return yield* asyncWith(this._cond, () => this.#pass());
  }

  *#pass(): Coroutine<number> {
    yield* this.#admitted();
    try {
      const index = this.#count++;
      if (index + 1 === this.#parties) this.#enter("draining");
      else yield* this.#released();
      return index;
    } finally {
      this.#count--;
      this.#left();
    }
  }

  /** Until those of the round before have left. */
  *#admitted(): Coroutine<void> {
    yield* this._cond.waitFor(() => this.#state !== "draining" && this.#state !== "resetting");
    if (this.#state === "broken") throw new BrokenBarrierError("Barrier aborted");
  }

  /** Until the last party has come. */
  *#released(): Coroutine<void> {
    yield* this._cond.waitFor(() => this.#state !== "filling");
    if (this.broken || this.#state === "resetting") {
      throw new BrokenBarrierError("Abort or reset of barrier");
    }
  }

  #left(): void {
    if (this.#count > 0) return;
    this.#enter(this.broken ? "broken" : "filling");
  }

  #enter(state: BarrierState): void {
    this.#state = state;
    this._cond.notifyAll();
  }

  /** Empties it: tasks that wait get a {@link BrokenBarrierError}. A broken barrier is whole again. */
  *reset(): Coroutine<void> {
    yield* asyncWith(this._cond, () => this.#change(this.#count > 0 ? "resetting" : "filling"));
  }

  /** Breaks it: tasks that wait or come later get a {@link BrokenBarrierError}. */
  *abort(): Coroutine<void> {
    yield* asyncWith(this._cond, () => this.#change("broken"));
  }

  *#change(state: BarrierState): Coroutine<void> {
    this.#enter(state);
  }

  /** Waits, and gives the number of {@link wait}. */
  aenter(): Coroutine<number> {
    return this.wait();
  }
  /** Does nothing: what counts is to have come. */
  *aexit(): Coroutine<void> {}

  override toString(): string {
    const waiters = this.broken ? "" : `, waiters:${this.nWaiting}/${this.#parties}`;
    return `<${this._label} [${this.#state}${waiters}]>`;
  }
}
