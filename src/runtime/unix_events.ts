/**
 * The event loop over Node: {@link SubprocessEventLoop}, and the process's signals and threads.
 *
 * Source: CPython 3.13 `Lib/asyncio/unix_events.py`; for executors `base_events.py`.
 */
import type { Coroutine } from "./coroutines.js";
import type { AbstractEventLoop } from "./events.js";
import { type Executor, LoopExecutors } from "./executor.js";
import type { Future } from "./futures.js";
import type { Signal } from "./host_signals.js";
import { SignalHandlers } from "./signals.js";
import { SubprocessEventLoop } from "./subprocess_events.js";
import type { ThreadPoolExecutor } from "./threads_pool.js";

/** The loop that {@link newEventLoop} makes. */
export class EventLoop extends SubprocessEventLoop {
  readonly #signals = new SignalHandlers(this);
  readonly #executors = new LoopExecutors(this);

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

  /**
   * Runs `f(...args)` in the executor, null for the default one, which uses worker threads; see `toThread` for what can
   * run there. Cancelling the future takes the function back if it does not run yet; otherwise it goes on.
   * @throws {RuntimeError} when the loop is closed, or the executor is shut down.
   * @throws {TypeError} for a function that cannot run in a thread, and for arguments that cannot be copied.
   */
  runInExecutor<A extends unknown[], R>(
    executor: Executor | null,
    f: (...args: A) => R,
    ...args: A
  ): Future<Awaited<R>> {
    return this.#executors.run(executor, f, args);
  }

  /** Sets what {@link runInExecutor} uses by default. @throws {TypeError} for anything but a `ThreadPoolExecutor`. */
  setDefaultExecutor(executor: ThreadPoolExecutor): void {
    this.#executors.setDefault(executor);
  }

  /**
   * Takes nothing more into the default executor, and waits until what it runs has ended. After `timeout` seconds (null:
   * never) it warns, and ends the threads, which CPython cannot.
   */
  shutdownDefaultExecutor(timeout: number | null = null): Coroutine<void> {
    return this.#executors.shutdown(timeout);
  }

  /** As {@link SubprocessEventLoop.close}; signal handlers are removed, idle threads end, busy ones when they are done. */
  override close(): void {
    super.close();
    this.#signals.clear();
    this.#executors.close();
  }
}

/** A new loop, in debug mode if the environment asks for it. */
export function newEventLoop(): AbstractEventLoop {
  return new EventLoop();
}
