/** `shield`: cancelling the awaiter does not cancel the awaited. Source: CPython 3.13 `Lib/asyncio/tasks.py`. */
import { awaitedThrough } from "./awaited_by.js";
import type { Awaitable } from "./coroutines.js";
import { ensureFuture } from "./ensure_future.js";
import { Future } from "./futures.js";

/**
 * A future that ends as the awaitable does, and whose cancellation does not reach it.
 *
 * If the awaitable fails after the shield was cancelled, that is reported as any exception that nobody retrieves.
 * CPython 3.14 reports it at once, also when it is retrieved later, which is an open bug there.
 * @throws {TypeError} for what cannot be awaited.
 * @throws {RuntimeError} for a coroutine, when no loop is running or set.
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const outer = new Future<T>({ loop: inner._loop });
  outer.waitKind = "shield";
  outer.waitResource = inner;

  const onInnerDone = awaitedThrough(
    (future: Future<T>): void => {
      if (outer.cancelled()) {
        if (!future.cancelled()) future.exception(); // counts as retrieved: it came too late for the awaiter
        return;
      }
      if (future.cancelled()) {
        outer.cancel();
        return;
      }
      const exception = future.exception();
      if (exception !== null) outer.setException(exception);
      else outer.setResult(future.result());
    },
    () => [outer],
  );
  inner.addDoneCallback(onInnerDone);
  outer.addDoneCallback(() => {
    if (!inner.done()) inner.removeDoneCallback(onInnerDone);
  });
  return outer;
}
