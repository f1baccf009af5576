/**
 * The event loop over Node: {@link NetworkEventLoop}, and the process's signals.
 *
 * Source: CPython 3.13 `Lib/asyncio/unix_events.py`.
 */
import type { AbstractEventLoop } from "./events.js";
import type { Signal } from "./host_signals.js";
import { NetworkEventLoop } from "./network_events.js";
import { SignalHandlers } from "./signals.js";

/** The loop that {@link newEventLoop} makes. */
export class EventLoop extends NetworkEventLoop {
  readonly #signals = new SignalHandlers(this);

  /**
   * Calls `callback(...args)` in the loop each time the signal comes, in place of the handler before, and of what the
   * signal does by default. `signal` is a name (`"SIGTERM"`) or a number.
   * @throws {ValueError} for a signal that this system does not have.
   * @throws {RuntimeError} for one that cannot be caught, and in a worker thread, which gets no signals.
   * @throws {TypeError} for a coroutine, which is no callback.
   */
  addSignalHandler<A extends unknown[]>(signal: Signal, callback: (...args: A) => unknown, ...args: A): void {
    this.#signals.add(signal, callback, args);
  }

  /** Removes the signal's handler: it does what it does by default. @returns whether there was one. */
  removeSignalHandler(signal: Signal): boolean {
    return this.#signals.remove(signal);
  }

  /** As {@link NetworkEventLoop.close}; signal handlers are removed. */
  override close(): void {
    super.close();
    this.#signals.clear();
  }
}

/** A new loop, in debug mode if the environment asks for it. */
export function newEventLoop(): AbstractEventLoop {
  return new EventLoop();
}
