/**
 * Between native promises and asyncio, both ways, and between `AbortSignal` and cancellation.
 *
 * asyncio → native: a future is thenable, so native `async` code can `await` it; {@link toPromise} takes coroutines, too.
 * Native → asyncio: {@link fromPromise} in a coroutine, {@link wrapPromise} for a future.
 */
import type { Awaitable, Coroutine } from "./coroutines.js";
import { ensureFuture } from "./ensure_future.js";
import { type AbstractEventLoop, getRunningLoop } from "./events.js";
import { CancelledError, RuntimeError } from "./exceptions.js";
import { Future } from "./futures.js";
import type { Task } from "./tasks.js";

/** Options of {@link wrapPromise}. */
export interface WrapPromiseOptions {
  /** The loop of the future; by default the running loop. */
  readonly loop?: AbstractEventLoop | null | undefined;
}

/**
 * A future that ends as the promise does. A promise cannot be cancelled: cancelling the future leaves it running, and
 * what it gives later is dropped.
 * @throws {RuntimeError} when no loop is given and none is running.
 */
export function wrapPromise<T>(promise: PromiseLike<T>, options: WrapPromiseOptions = {}): Future<T> {
  const future = new Future<T>({ loop: options.loop ?? getRunningLoop() });
  future.waitKind = "promise";
  future.waitResource = promise;
  promise.then(
    (value) => {
      if (settles(future)) future.setResult(value);
    },
    (reason: unknown) => {
      if (!settles(future)) return;
      // A native function that awaited a cancelled task: the cancellation goes on as one.
      if (reason instanceof CancelledError) future.cancel(reason.message === "" ? null : reason.message);
      else future.setException(reason ?? new RuntimeError(`promise rejected with ${reason}`));
    },
  );
  return future;
}

/** Whether there is still somebody to tell. A loop that was closed meanwhile cannot run callbacks any more. */
function settles(future: Future<unknown>): boolean {
  return !future.done() && !future.getLoop().isClosed();
}

/**
 * Awaits a promise: `const response = yield* fromPromise(fetch(url))`.
 *
 * Given a function, calls it with a signal that is aborted when the awaiting task is cancelled meanwhile, so that the
 * operation ends with it: `yield* fromPromise((signal) => fetch(url, { signal }))`.
 * @throws what the promise is rejected with.
 * @throws {RuntimeError} outside of a running loop.
 */
export function* fromPromise<T>(
  promise: PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>),
): Coroutine<T> {
  if (typeof promise !== "function") return yield* wrapPromise(promise);
  const controller = new AbortController();
  const future = wrapPromise(promise(controller.signal));
  try {
    return yield* future;
  } catch (error) {
    if (future.cancelled()) controller.abort(error);
    throw error;
  } finally {
    // The coroutine was closed: nobody waits any more.
    if (!future.done()) controller.abort(new CancelledError("coroutine was closed"));
  }
}

/** Options of {@link toPromise}. */
export interface ToPromiseOptions {
  /** The loop that runs a coroutine; by default the running loop, or the one that is set. */
  readonly loop?: AbstractEventLoop | null | undefined;
  /** Cancels the task when it is aborted. */
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * A native promise that settles as the awaitable does; a coroutine becomes a task. A cancelled one rejects with
 * `CancelledError`. It stays pending for as long as its loop does not run.
 * @throws {TypeError} for what cannot be awaited.
 * @throws {RuntimeError} for a coroutine, when no loop is given, running or set.
 */
export function toPromise<T>(awaitable: Awaitable<T>, options: ToPromiseOptions = {}): Promise<T> {
  const future = ensureFuture(awaitable, { loop: options.loop ?? null });
  if (options.signal != null) cancelOnAbort(future, options.signal);
  return Promise.resolve(future);
}

/**
 * Cancels a task or a future when the signal is aborted, with the reason's message; at once if it is aborted already.
 * @returns a function that severs the two; it is called by itself when the future is done. Calling it twice is safe.
 */
export function cancelOnAbort(future: Future<unknown>, signal: AbortSignal): () => void {
  const abort = (): void => {
    const { reason } = signal;
    future.cancel(reason instanceof Error ? reason.message : String(reason));
  };
  const sever = (): void => signal.removeEventListener("abort", abort);
  if (signal.aborted) {
    abort();
  } else {
    signal.addEventListener("abort", abort, { once: true });
    future.addDoneCallback(sever);
  }
  return sever;
}

/**
 * A signal that is aborted once the task has ended by cancellation; the reason is its `CancelledError`. For what a task
 * leaves behind; an operation that the task awaits is better started by {@link fromPromise}.
 */
export function abortSignal(task: Task<unknown>): AbortSignal {
  const controller = new AbortController();
  task.addDoneCallback(() => {
    if (!task.cancelled()) return;
    try {
      task.result();
    } catch (error) {
      controller.abort(error);
    }
  });
  return controller.signal;
}
