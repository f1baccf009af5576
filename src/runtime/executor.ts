/**
 * Executors: what runs functions outside of the loop's thread, and a loop's default one.
 *
 * Source: CPython 3.13 `Lib/asyncio/base_events.py` (`run_in_executor`, `shutdown_default_executor`),
 * `Lib/concurrent/futures/_base.py`.
 */
import type { BaseEventLoop } from "./base_events.js";
import { asyncWith } from "./contextmanagers.js";
import type { Coroutine } from "./coroutines.js";
import { checkCallback } from "./debug_checks.js";
import { CancelledError, RuntimeError, TimeoutError } from "./exceptions.js";
import { Future } from "./futures.js";
import { host } from "./host.js";
import { fromPromise } from "./promises.js";
import { repr } from "./repr.js";
import { ThreadPoolExecutor } from "./threads_pool.js";
import { timeout as timeoutAfter } from "./timeouts.js";

/** A function that an executor was given to run. */
export interface Submission<T> {
  /** What the function gives or raises; `CancelledError` when it was cancelled before it ran. */
  readonly result: Promise<T>;
  /** The function's name, for a debugger. */
  readonly label?: string | undefined;
  /** Takes it back. @returns false when it runs already, or has ended: then it goes on. */
  cancel(): boolean;
}

/** Runs functions somewhere else; see {@link ThreadPoolExecutor}. */
export interface Executor {
  /** Runs `f(...args)` as soon as there is room. @throws {RuntimeError} after `shutdown`. */
  submit<A extends unknown[], R>(f: (...args: A) => R, ...args: A): Submission<Awaited<R>>;
  /**
   * Takes no more. What was submitted still runs, but with `cancelFutures` only what runs already does. The promise
   * settles when everything has ended; with `wait: false` at once.
   */
  shutdown(options?: { readonly wait?: boolean; readonly cancelFutures?: boolean }): Promise<void>;
}

/** @internal The executors that one loop uses. */
export class LoopExecutors {
  readonly #loop: BaseEventLoop;
  #default: ThreadPoolExecutor | null = null;
  #shutdownCalled = false;

  constructor(loop: BaseEventLoop) {
    this.#loop = loop;
  }

  /** See `loop.runInExecutor`. */
  run<A extends unknown[], R>(executor: Executor | null, f: (...args: A) => R, args: A): Future<Awaited<R>> {
    this.#loop._checkClosed();
    if (this.#loop._debug) checkCallback(f, "run_in_executor");
    const chosen = executor ?? this.#defaultExecutor();
    if (typeof chosen.submit !== "function") {
      throw new TypeError(`an executor has a method submit(), ${repr(chosen)} has none`);
    }
    return this.#future(chosen.submit(f, ...args));
  }

  /** See `loop.setDefaultExecutor`. */
  setDefault(executor: ThreadPoolExecutor): void {
    if (!(executor instanceof ThreadPoolExecutor)) {
      throw new TypeError("executor must be ThreadPoolExecutor instance");
    }
    this.#default = executor;
  }

  /** See `loop.shutdownDefaultExecutor`. */
  *shutdown(timeout: number | null): Coroutine<void> {
    this.#shutdownCalled = true;
    const executor = this.#default;
    if (executor === null) return;
    const finished = executor.shutdown();
    try {
      yield* asyncWith(timeoutAfter(timeout), () => fromPromise(finished));
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      const message = `The executor did not finishing joining its threads within ${timeout} seconds.`;
      host.warn(message, "RuntimeWarning");
      executor._terminate();
    }
  }

  /** The loop is closed: nobody waits any more. */
  close(): void {
    this.#shutdownCalled = true;
    void this.#default?.shutdown({ wait: false });
    this.#default = null;
  }

  #defaultExecutor(): ThreadPoolExecutor {
    if (this.#shutdownCalled) throw new RuntimeError("Executor shutdown has been called");
    this.#default ??= new ThreadPoolExecutor(null, { threadNamePrefix: "asyncio" });
    return this.#default;
  }

  /** Cancelling the future takes back what does not run yet; what runs goes on, and what it gives is dropped. */
  #future<T>(submission: Submission<T>): Future<T> {
    const loop = this.#loop;
    const future = new Future<T>({ loop });
    future.waitKind = "thread";
    future.waitResource = submission;
    const wanted = (): boolean => !future.done() && !loop.isClosed();
    submission.result.then(
      (value) => {
        if (wanted()) future.setResult(value);
      },
      (error: unknown) => {
        if (!wanted()) return;
        if (error instanceof CancelledError) future.cancel();
        else future.setException(error ?? new RuntimeError(`function raised ${error}`));
      },
    );
    future.addDoneCallback(() => {
      if (future.cancelled()) submission.cancel();
    });
    return future;
  }
}
