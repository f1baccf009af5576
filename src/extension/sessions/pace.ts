/** Runs an action soon after it was asked for, however often it is asked, and leaves it time to breathe. */

export interface Clock {
  /** Unix epoch, milliseconds. */
  nowMs(): number;
  /** Calls back once; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export class Pace {
  readonly #action: () => number;
  readonly #clock: Clock;
  readonly #firstDelayMs: number;
  #notBeforeMs = 0;
  #cancel: (() => void) | undefined;
  #disposed = false;

  /**
   * @param action says how many milliseconds have to pass before it runs again
   * @param firstDelayMs what comes within this time of the first request is served by the same run
   */
  constructor(action: () => number, firstDelayMs: number, clock: Clock) {
    this.#action = action;
    this.#firstDelayMs = firstDelayMs;
    this.#clock = clock;
  }

  /** Asks for a run. */
  request(): void {
    if (this.#disposed || this.#cancel !== undefined) return;
    const delayMs = Math.max(this.#firstDelayMs, this.#notBeforeMs - this.#clock.nowMs());
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = undefined;
      this.#notBeforeMs = this.#clock.nowMs() + this.#action();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
