/**
 * A host whose clock stands still until a test moves it: loops on it run without a real timer.
 *
 * Prior art: CPython's `TestLoop` (`Lib/test/test_asyncio/utils.py`), trio's `MockClock` with autojump.
 */
import type { Dispose, Host } from "../../src/runtime/host.js";

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** See the file's comment. Everything that the loop asks for is kept here, to be looked at. */
export class ManualHost implements Host {
  /** The clock, in milliseconds. */
  nowMs = 0;
  /** Lines written to the error output. */
  readonly errors: string[] = [];
  /** Warnings, as `Category: message`. */
  readonly warnings: string[] = [];
  /** How many loops keep the process alive. */
  alive = 0;
  readonly environment: Record<string, string> = {};
  #soon: (() => void)[] = [];
  #timers: Timer[] = [];

  now(): number {
    return this.nowMs / 1000;
  }
  soon(callback: () => void): void {
    this.#soon.push(callback);
  }
  later(callback: () => void, delayMs: number): Dispose {
    const timer = { dueMs: this.nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  keepAlive(): Dispose {
    this.alive++;
    let disposed = false;
    return () => {
      if (!disposed) this.alive--;
      disposed = true;
    };
  }
  onInterrupt(): Dispose | null {
    return null;
  }
  onExit(): Dispose {
    return () => {};
  }
  env(name: string): string | undefined {
    return this.environment[name];
  }
  error(line: string): void {
    this.errors.push(line);
  }
  warn(message: string, category: string): void {
    this.warnings.push(`${category}: ${message}`);
  }
  setExitCode(): void {}

  /** How many host timers are set. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Runs what was asked for soon, once. @returns whether there was anything. */
  step(): boolean {
    const callbacks = this.#soon;
    this.#soon = [];
    for (const callback of callbacks) callback();
    return callbacks.length > 0;
  }

  /** Runs what was asked for soon until nothing is. */
  settle(): void {
    while (this.step());
  }

  /** Moves the clock by `seconds`, running every timer at its time. */
  advance(seconds: number): void {
    const endMs = this.nowMs + seconds * 1000;
    this.settle();
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.dueMs > endMs) break;
      this.nowMs = Math.max(this.nowMs, next.dueMs);
      this.#timers = this.#timers.filter((other) => other !== next);
      next.callback();
      this.settle();
    }
    this.nowMs = endMs;
  }

  /** Lets time pass, from timer to timer, until the promise is settled; fails when nothing is left that could settle it. */
  async complete<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const watch = promise.then(
      () => {
        settled = true;
      },
      () => {
        settled = true;
      },
    );
    while (!settled) {
      this.settle();
      // Promise reactions of the loop's own (`run` goes on from one run of the loop to the next) come first.
      for (let i = 0; i < 20 && !settled; i++) await null;
      if (settled || this.#soon.length > 0) continue;
      const next = this.#earliest();
      if (next === undefined) throw new Error("nothing is scheduled: the promise will never be settled");
      this.advance(Math.max(0, next.dueMs - this.nowMs) / 1000);
    }
    await watch;
    return promise;
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers)
      if (earliest === undefined || timer.dueMs < earliest.dueMs) earliest = timer;
    return earliest;
  }
}
