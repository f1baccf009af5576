/**
 * When a loop counts as blocked. The watcher in the program measures turns by the wall clock, so it also reports a turn
 * that was only held by the debugger: time spent stopped does not count, and after a stop the turn starts anew.
 */

/** A turn longer than this blocks the loop, milliseconds. The program's watcher uses the same limit. */
export const BLOCKED_AFTER_MS = 1_000;

export interface BlockedClock {
  now(): number;
  /** @returns a function that cancels. */
  after(delayMs: number, action: () => void): () => void;
}

export const systemClock: BlockedClock = {
  now: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

export class BlockedLoop {
  readonly #clock: BlockedClock;
  readonly #changed: () => void;
  #turnSinceMs: number | undefined;
  #stopped = false;
  #resumedMs = 0;
  #cancelCheck: () => void = () => {};
  #sinceMs: number | undefined;

  /** @param changed is called whenever `sinceMs` changes. */
  constructor(clock: BlockedClock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Since when the loop is blocked, Unix epoch in milliseconds; undefined when it is not. */
  get sinceMs(): number | undefined {
    return this.#sinceMs;
  }

  reported(turnSinceMs: number): void {
    this.#turnSinceMs = turnSinceMs;
    this.#update();
  }

  cleared(): void {
    this.#turnSinceMs = undefined;
    this.#update();
  }

  stopped(): void {
    this.#stopped = true;
    this.#update();
  }

  resumed(): void {
    this.#stopped = false;
    this.#resumedMs = this.#clock.now();
    this.#update();
  }

  dispose(): void {
    this.#cancelCheck();
  }

  #update(): void {
    this.#cancelCheck();
    this.#cancelCheck = () => {};
    let since: number | undefined;
    if (this.#turnSinceMs !== undefined && !this.#stopped) {
      const start = Math.max(this.#turnSinceMs, this.#resumedMs);
      const leftMs = start + BLOCKED_AFTER_MS - this.#clock.now();
      if (leftMs <= 0) since = start;
      else this.#cancelCheck = this.#clock.after(leftMs, () => this.#update());
    }
    if (since === this.#sinceMs) return;
    this.#sinceMs = since;
    this.#changed();
  }
}
