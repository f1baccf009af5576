/**
 * Semaphore and BoundedSemaphore, which {@link file://./locks.ts} exports. Source: CPython 3.13 `Lib/asyncio/locks.py`.
 */
import type { Coroutine } from "./coroutines.js";
import { ValueError } from "./exceptions.js";
import { observer } from "./instrumentation.js";
import { describe, LoopBound, type ResourceOptions } from "./mixins.js";
import { currentTaskOrNull, type Task } from "./tasks.js";
import { WaiterList } from "./waiters.js";

/** A counter that `acquire` takes one from, waiting while it is zero, and `release` adds one to. */
export class Semaphore extends LoopBound {
  /**
   * Which tasks have acquired it how often, and not released it yet. A release by a task that is not among them is
   * taken for one of the longest holder's: so it is where one task acquires and another releases.
   */
  readonly holders: Map<Task<unknown>, number> = new Map();
  /** @internal */ readonly _initialValue: number;
  /** @internal */ _value: number;
  /** @internal */ readonly _waiters = new WaiterList();

  /** @throws {ValueError} when the value is negative. */
  constructor(value = 1, options: ResourceOptions = {}) {
    super("semaphore", options);
    if (value < 0) throw new ValueError("Semaphore initial value must be >= 0");
    this._initialValue = value;
    this._value = value;
  }

  /** Whether `acquire` would have to wait: nothing is left, or others wait already. */
  locked(): boolean {
    return this._value === 0 || !this._waiters.allCancelled();
  }

  /** Takes one; waits for its turn when there is none. */
  *acquire(): Coroutine<true> {
    if (!this.locked()) {
      this._value--;
      return this.#held();
    }
    const future = this._createWaiter();
    const waiter = this._waiters.append(future);
    let woken = false;
    try {
      yield* future;
      woken = true;
    } finally {
      this._waiters.remove(waiter);
      // One was set aside for us when we were woken, and we were cancelled before we could take it.
      if (!woken && future.done() && !future.cancelled()) this._value++;
      // Some may have come meanwhile who had to queue although enough was there.
      while (this._value > 0 && this._wakeUpNext());
    }
    return this.#held();
  }

  /** Gives one back, and wakes the task that has waited longest. */
  release(): void {
    this._value++;
    this.#released();
    this._wakeUpNext();
  }

  /** As `acquire`. */
  *aenter(): Coroutine<null> {
    yield* this.acquire();
    return null;
  }
  /** As `release`. */
  *aexit(): Coroutine<void> {
    this.release();
  }

  /** @internal Sets one aside for the first waiter that is not awake. @returns whether there was any. */
  _wakeUpNext(): boolean {
    const next = this._waiters.firstPending();
    if (next === null) return false;
    this._value--;
    next.setResult(true);
    return true;
  }

  #held(): true {
    const task = currentTaskOrNull();
    if (task !== null) this.holders.set(task, (this.holders.get(task) ?? 0) + 1);
    if (observer.current !== null) observer.current.resourceAcquired(this, task);
    return true;
  }

  #released(): void {
    const { holders } = this;
    const current = currentTaskOrNull();
    let holder: Task<unknown> | null = null;
    if (current !== null && holders.has(current)) holder = current;
    else for (holder of holders.keys()) break;
    if (holder !== null) {
      const times = holders.get(holder) ?? 1;
      if (times > 1) holders.set(holder, times - 1);
      else holders.delete(holder);
    }
    if (observer.current !== null) observer.current.resourceReleased(this, holder);
  }

  override toString(): string {
    return describe(this, this.locked() ? "locked" : `unlocked, value:${this._value}`, this._waiters);
  }
}

/** A semaphore that does not let its value grow beyond the initial one. */
export class BoundedSemaphore extends Semaphore {
  /** @throws {ValueError} when it was released more often than acquired. */
  override release(): void {
    if (this._value >= this._initialValue) throw new ValueError("BoundedSemaphore released too many times");
    super.release();
  }
}
