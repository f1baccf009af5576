/** `gather`: the results of several awaitables. Source: CPython `Lib/asyncio/tasks.py`. */
import { awaitedThrough } from "./awaited_by.js";
import type { BaseEventLoop } from "./base_events.js";
import type { Awaitable, Result } from "./coroutines.js";
import { checkIterable, ensureFuture } from "./ensure_future.js";
import { getEventLoop } from "./events.js";
import { CancelledError } from "./exceptions.js";
import { Future } from "./futures.js";
import { Task } from "./tasks.js";

/** The results of a tuple of awaitables, in their order. */
export type GatherResults<A extends readonly unknown[]> = { -readonly [K in keyof A]: Result<A[K]> };

/** As {@link GatherResults}, with exceptions among the results. */
export type GatherSettled<A extends readonly unknown[]> = { -readonly [K in keyof A]: Result<A[K]> | Error };

/** What `gather` returns: done when all its children are, or when the first one fails. */
class _GatheringFuture<T> extends Future<T> {
  readonly #children: readonly Future<unknown>[];
  /** @internal */ _cancelRequested = false;
  constructor(children: readonly Future<unknown>[], loop: BaseEventLoop) {
    super({ loop });
    this.#children = children;
    this.waitKind = "gather";
    this.waitResource = children;
  }
  /** Cancels the children; like a task's, it takes effect when they have ended. */
  override cancel(message: string | null = null): boolean {
    if (this.done()) return false;
    let cancelled = false;
    for (const child of this.#children) if (child.cancel(message)) cancelled = true;
    if (cancelled) this._cancelRequested = true;
    return cancelled;
  }
}

/**
 * Runs awaitables side by side; coroutines become tasks. Gives their results in the given order.
 *
 * The first exception is passed on at once, and the others go on; with `returnExceptions`, exceptions are results.
 * Cancelling what `gather` returns cancels all children; a cancelled child counts as one that raised `CancelledError`.
 * @throws {TypeError} for what cannot be awaited, and for what is no iterable.
 * @throws {ValueError} for futures of several loops.
 * @throws {RuntimeError} for coroutines, or nothing at all, when no loop is running or set.
 */
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options?: { readonly returnExceptions?: false },
): Future<GatherResults<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options: { readonly returnExceptions: boolean },
): Future<GatherSettled<A>>;
export function gather<A extends Awaitable<unknown>>(
  awaitables: Iterable<A>,
  options?: { readonly returnExceptions?: false },
): Future<Result<A>[]>;
export function gather<A extends Awaitable<unknown>>(
  awaitables: Iterable<A>,
  options: { readonly returnExceptions: boolean },
): Future<(Result<A> | Error)[]>;
export function gather(
  awaitables: Iterable<Awaitable<unknown>>,
  options: { readonly returnExceptions?: boolean } = {},
): Future<unknown[]> {
  const returnExceptions = options.returnExceptions === true;
  const futures = new Map<Awaitable<unknown>, Future<unknown>>();
  const children: Future<unknown>[] = [];
  const doneBefore: Future<unknown>[] = [];
  let loop: BaseEventLoop | null = null;
  let outer: _GatheringFuture<unknown[]> | null = null;
  let finished = 0;

  const onDone = awaitedThrough(
    (future: Future<unknown>): void => {
      finished++;
      if (outer === null || outer.done()) {
        if (!future.cancelled()) future.exception(); // counts as retrieved: nobody is left to see it
        return;
      }
      if (!returnExceptions) {
        if (future.cancelled()) {
          outer.setException(future._makeCancelledError());
          return;
        }
        const exception = future.exception();
        if (exception !== null) {
          outer.setException(exception);
          return;
        }
      }
      if (finished < futures.size) return;
      const results = children.map(outcome);
      // The message is the one of the last child in the list, as CPython's loop variable leaves it.
      if (outer._cancelRequested) outer.setException(children.at(-1)!._makeCancelledError());
      else outer.setResult(results);
    },
    () => (outer === null ? [] : [outer]),
  );

  checkIterable(awaitables);
  for (const awaitable of awaitables) {
    let future = futures.get(awaitable);
    if (future === undefined) {
      future = ensureFuture(awaitable, { loop });
      loop ??= future._loop;
      if ((future as unknown) !== awaitable && future instanceof Task) future._keepQuietWhenDestroyed();
      futures.set(awaitable, future);
      if (future.done()) doneBefore.push(future);
      else future.addDoneCallback(onDone);
    }
    children.push(future);
  }
  if (loop === null) {
    const empty = (getEventLoop() as BaseEventLoop).createFuture<unknown[]>();
    empty.setResult([]);
    return empty;
  }
  outer = new _GatheringFuture<unknown[]>(children, loop);
  for (const future of doneBefore) onDone(future);
  return outer;
}

function outcome(future: Future<unknown>): unknown {
  if (future.cancelled()) return new CancelledError(future._cancelMessage ?? "");
  return future.exception() ?? future.result();
}
