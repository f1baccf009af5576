/** `asCompleted`: results in the order in which they come. Source: CPython 3.13 `Lib/asyncio/tasks.py`. */
import { awaitedThrough } from "./awaited_by.js";
import { type AsyncIteratorLike, StopAsyncIteration } from "./contextmanagers.js";
import { type Awaitable, type Coroutine, isCoroutine, type Result } from "./coroutines.js";
import { checkIterable, ensureFuture, isAwaitable } from "./ensure_future.js";
import { getEventLoop, type TimerHandle } from "./events.js";
import { TimeoutError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { Queue } from "./queues.js";

/** The futures that are done and not yet asked for; null stands for the timeout. */
class Completions<T> extends Queue<Future<T> | null> {
  override _createWaiter(): Future<unknown> {
    return super._createWaiter("asCompleted");
  }
}

/**
 * What {@link asCompleted} gives. `for (const next of …) { const result = yield* next; }` gives coroutines for the
 * results; `yield* asyncFor(…, function* (future) {…})` gives the futures themselves, done.
 */
export class AsCompleted<T> implements AsyncIteratorLike<Future<T>> {
  readonly #todo: Set<Future<T>>;
  readonly #done: Completions<T>;
  readonly #timer: TimerHandle | null;
  #left: number;

  /** @internal */
  constructor(awaitables: Iterable<Awaitable<T>>, timeout: number | null) {
    const loop = getEventLoop();
    this.#todo = new Set([...new Set(awaitables)].map((awaitable) => ensureFuture(awaitable, { loop })));
    this.#done = new Completions<T>()._standFor("asCompleted", this.#todo);
    this.#left = this.#todo.size;
    for (const future of this.#todo) future.addDoneCallback(this.#completed);
    this.#timer = this.#left > 0 && timeout !== null ? loop.callLater(timeout, this.#timeUp) : null;
  }

  /** Itself. */
  aiter(): this {
    return this;
  }
  /**
   * The next future that is done.
   * @throws {StopAsyncIteration} when all were given.
   * @throws {TimeoutError} when the time is up.
   */
  *anext(): Coroutine<Future<T>> {
    if (this.#left === 0) throw new StopAsyncIteration();
    this.#left--;
    return yield* this.#waitForOne();
  }

  /** Itself. */
  [Symbol.iterator](): this {
    return this;
  }
  /**
   * A coroutine for the next result, which waits for it, and raises {@link TimeoutError} when the time is up.
   */
  next(): IteratorResult<Coroutine<T>, undefined> {
    if (this.#left === 0) return { done: true, value: undefined };
    this.#left--;
    return { done: false, value: this.#nextResult() };
  }

  *#nextResult(): Coroutine<T> {
    return (yield* this.#waitForOne()).result();
  }
  *#waitForOne(): Coroutine<Future<T>> {
    const future = yield* this.#done.get();
    if (future === null) throw new TimeoutError();
    return future;
  }

  readonly #completed = awaitedThrough(
    (future: Future<T>): void => {
      if (!this.#todo.delete(future)) return; // the time was up before
      this.#done.putNowait(future);
      if (this.#todo.size === 0) this.#timer?.cancel();
    },
    () => this.#done._getters,
  );
  readonly #timeUp = (): void => {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#completed);
      this.#done.putNowait(null);
    }
    this.#todo.clear();
  };
}

/**
 * Runs awaitables side by side, coroutines as tasks, and gives their results as they come, see {@link AsCompleted}.
 * When `timeout` seconds are over first, each result that is missing raises `TimeoutError`; nothing is cancelled.
 * @throws {TypeError} for a single awaitable, and for what is no iterable.
 */
export function asCompleted<A extends Awaitable<unknown>>(
  awaitables: Iterable<A>,
  options: { readonly timeout?: number | null } = {},
): AsCompleted<Result<A>> {
  if (isAwaitable(awaitables) && ("throw" in awaitables || "getLoop" in awaitables)) {
    throw new TypeError(
      `expects an iterable of awaitables, not ${isCoroutine(awaitables) ? "coroutine" : awaitables.constructor.name}`,
    );
  }
  checkIterable(awaitables);
  return new AsCompleted(awaitables as Iterable<Awaitable<Result<A>>>, options.timeout ?? null);
}
