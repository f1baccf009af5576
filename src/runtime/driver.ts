/**
 * How the host's own loop drives ours: turns in slices, one host timer for all of ours.
 *
 * In CPython the loop waits in `select` between two turns; here Node waits, and calls back. While handles stay ready,
 * several turns run in one host callback, up to a slice of time, so that a task switch costs a hundred nanoseconds and
 * Node still looks at I/O and promises a thousand times a second.
 */
import type { Dispose, Host } from "./host.js";

/** How long turns go on in one host callback, in seconds. */
const SLICE_S = 0.001;

/** How many turns go by between two looks at the clock (some 70 ns each), while no timer needs one. */
const TURNS_PER_CLOCK_READING = 8;

/** What the driver drives. */
export interface Driven {
  /** Whether there is a handle to run now. */
  hasReady(): boolean;
  /** When the next timer is due, in seconds of the host's clock; undefined for none. */
  nextTimer(): number | undefined;
  /** One turn, at `now` seconds. */
  runOnce(now: number): void;
  sliceStarted(): void;
  sliceEnded(): void;
}

/** @internal */
export class HostDriver {
  /** Whether it runs: from `start` until the turn in which `stop` was called is over. */
  running = false;
  /** Whether a host callback that runs a slice is under way, or is running: then there is no need to ask for one. */
  armed = false;
  inSlice = false;
  readonly #host: Host;
  readonly #driven: Driven;
  #stopping = false;
  #stopped: ((error: unknown) => void) | null = null;
  #keepAlive: Dispose | null = null;
  #timer: Dispose | null = null;
  #timerWhen = 0;

  constructor(host: Host, driven: Driven) {
    this.#host = host;
    this.#driven = driven;
  }

  /**
   * Runs turns until {@link stop}, then calls `stopped` with null; at least one turn. When a turn throws, which none
   * does but by a mistake of this library, the run ends with that error instead of hanging.
   */
  start(stopped: (error: unknown) => void): void {
    this.running = true;
    this.#stopped = stopped;
    this.#keepAlive = this.#host.keepAlive();
    this.wake();
  }

  /** Ends the run after the current turn; before one is started: after its first turn. */
  stop(): void {
    this.#stopping = true;
    if (this.running) this.wake();
  }

  /** Asks the host to run a slice soon. */
  wake(): void {
    if (this.armed) return;
    this.armed = true;
    this.#host.soon(this.#slice);
  }

  /** Asks the host to call back when there is something to do. */
  arm(): void {
    if (this.armed) return;
    if (this.#driven.hasReady() || this.#stopping) {
      this.wake();
      return;
    }
    const when = this.#driven.nextTimer();
    // An earlier host timer than needed is left alone: waking up for nothing is cheaper than setting it again.
    if (when === undefined || (this.#timer !== null && this.#timerWhen <= when)) return;
    this.#disarmTimer();
    const delayMs = Math.ceil((when - this.#host.now()) * 1000);
    if (delayMs <= 0) {
      this.wake();
      return;
    }
    this.#timerWhen = when;
    this.#timer = this.#host.later(this.#timeUp, delayMs);
  }

  #disarmTimer(): void {
    this.#timer?.();
    this.#timer = null;
  }

  readonly #timeUp = (): void => {
    this.#timer = null;
    if (!this.armed) this.#slice();
  };

  /** Turns, until nothing is ready, the run is stopped, or the time is up. */
  readonly #slice = (): void => {
    if (!this.running) {
      this.armed = false;
      return;
    }
    const driven = this.#driven;
    this.armed = true;
    this.inSlice = true;
    driven.sliceStarted();
    let failure: unknown = null;
    try {
      this.#runTurns();
    } catch (error) {
      failure = error ?? new Error(`the event loop failed with ${error}`);
    }
    this.inSlice = false;
    this.armed = false;
    driven.sliceEnded();
    if (this.#stopping || failure !== null) this.#finish(failure);
    else this.arm();
  };

  #runTurns(): void {
    const driven = this.#driven;
    let now = this.#host.now();
    const end = now + SLICE_S;
    for (let turn = 1; ; turn++) {
      driven.runOnce(now);
      if (this.#stopping || !driven.hasReady() || now >= end) return;
      if (turn % TURNS_PER_CLOCK_READING === 0 || driven.nextTimer() !== undefined) now = this.#host.now();
    }
  }

  #finish(failure: unknown): void {
    const stopped = this.#stopped;
    this.#stopping = false;
    this.running = false;
    this.#stopped = null;
    this.#keepAlive?.();
    this.#keepAlive = null;
    this.#disarmTimer();
    stopped?.(failure);
  }
}
