/** `wait`: until some or all of several futures are done. Source: CPython `Lib/asyncio/tasks.py`. */
import { awaitedThrough } from "./awaited_by.js";
import type { BaseEventLoop } from "./base_events.js";
import { type Coroutine, isCoroutine } from "./coroutines.js";
import { checkIterable } from "./ensure_future.js";
import { getRunningLoop } from "./events.js";
import { ValueError } from "./exceptions.js";
import { Future, isFuture } from "./futures.js";
import { repr } from "./repr.js";

/** `wait` returns when any future is done. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/** `wait` returns when any future has failed, else when all are done. */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
/** `wait` returns when all futures are done. */
export const ALL_COMPLETED = "ALL_COMPLETED";

/** When `wait` returns. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;

/** Options of {@link wait}. */
export interface WaitOptions {
  /** Seconds to wait at most; null for ever. Running out of it raises nothing. */
  readonly timeout?: number | null | undefined;
  /** By default {@link ALL_COMPLETED}. */
  readonly returnWhen?: ReturnWhen | undefined;
}

/**
 * Waits for futures or tasks, and gives those that are done and those that are not. It cancels none of them.
 * @throws {TypeError} for coroutines: make tasks of them; and for what is no iterable.
 * @throws {ValueError} for no futures at all, or an unknown `returnWhen`.
 */
export function* wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Coroutine<[done: Set<F>, pending: Set<F>]> {
  if (isFuture(futures) || isCoroutine(futures)) {
    throw new TypeError(
      `expect a list of futures, not ${isCoroutine(futures) ? "coroutine" : futures.constructor.name}`,
    );
  }
  checkIterable(futures);
  const set = new Set(futures);
  const returnWhen = options.returnWhen ?? ALL_COMPLETED;
  if (set.size === 0) throw new ValueError("Set of Tasks/Futures is empty.");
  if (returnWhen !== FIRST_COMPLETED && returnWhen !== FIRST_EXCEPTION && returnWhen !== ALL_COMPLETED) {
    throw new ValueError(`Invalid return_when value: ${returnWhen}`);
  }
  for (const future of set) {
    if (isCoroutine(future)) throw new TypeError("Passing coroutines is forbidden, use tasks explicitly.");
    if (!isFuture(future)) throw new TypeError(`a future was expected, got ${repr(future)}`);
  }
  yield* waitForSome(set, options.timeout ?? null, returnWhen);
  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of set) (future.done() ? done : pending).add(future);
  return [done, pending];
}

function* waitForSome(
  futures: ReadonlySet<Future<unknown>>,
  timeout: number | null,
  returnWhen: ReturnWhen,
): Coroutine<void> {
  const loop = getRunningLoop() as BaseEventLoop;
  const waiter = new Future<void>({ loop });
  waiter.waitKind = "wait";
  waiter.waitResource = futures;
  const release = () => {
    if (!waiter.done()) waiter.setResult(undefined);
  };
  const timer = timeout === null ? null : loop.callLater(timeout, release);
  let left = futures.size;
  const onCompletion = awaitedThrough(
    (future: Future<unknown>): void => {
      left--;
      const enough =
        left <= 0 ||
        returnWhen === FIRST_COMPLETED ||
        (returnWhen === FIRST_EXCEPTION && !future.cancelled() && future.exception() !== null);
      if (!enough) return;
      timer?.cancel();
      release();
    },
    () => [waiter],
  );
  for (const future of futures) future.addDoneCallback(onCompletion);
  try {
    yield* waiter;
  } finally {
    timer?.cancel();
    for (const future of futures) future.removeDoneCallback(onCompletion);
  }
}
