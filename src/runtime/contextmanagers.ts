/**
 * `async with` and `async for`, as functions: TypeScript has no syntax for them in a generator.
 *
 * `async with cm as v: …` is `yield* asyncWith(cm, function* (v) {…})`; `async for item in source: …` is
 * `yield* asyncFor(source, function* (item) {…})`. Source: the Python language reference, "The async with statement" and
 * "The async for statement" (PEP 492).
 */
import type { Awaitable, Coroutine, Suspension } from "./coroutines.js";
import { isAwaitable } from "./ensure_future.js";
import { GeneratorExit } from "./exceptions.js";
import { fromPromise } from "./promises.js";
import { repr } from "./repr.js";

/** An asynchronous context manager: Python's `__aenter__` and `__aexit__`. */
export interface AsyncContextManager<T, S = unknown> {
  /** Enters it; the result is what the body gets. */
  aenter(): Awaitable<T>;
  /**
   * Leaves it. `error` is what the body raised, or null when it returned. A truthy result swallows the error.
   * When the coroutine was closed (its generator's `return` was called), the error is a {@link GeneratorExit}.
   */
  aexit(error: unknown): Awaitable<S>;
}

/** Python's `StopAsyncIteration`: `anext` raises it when there is nothing more. */
export class StopAsyncIteration extends Error {}

Object.defineProperty(StopAsyncIteration.prototype, "name", {
  value: "StopAsyncIteration",
  configurable: true,
  writable: true,
});

/** What {@link asyncWith} gives when the context manager has swallowed the body's error; nothing if it never does. */
export type Swallowed<S> = S extends undefined | null | false ? never : undefined;

/** `void` is what a generator function without `return` gives: such an `aexit` never swallows. */
type ExitResult<S> = [S] extends [void] ? undefined : S;

/**
 * What the body of {@link asyncWith} or {@link asyncFor} gives: something to be awaited. Inside of an asynchronous
 * generator it may `yield` items, too, of type `Y`: they are that generator's.
 */
export interface Block<Y, R> {
  /** What `yield*` asks for. */
  [Symbol.iterator](): Iterator<Y, R, unknown>;
}

/**
 * Enters the context manager, runs the body with what that gave, and leaves the manager however the body ends.
 *
 * Gives what the body returned, or undefined when the manager swallowed the body's error. A `return` in the body ends
 * the body, not the function around it.
 * @throws {TypeError} for what is no asynchronous context manager, and for a body that gives nothing to await.
 */
export function* asyncWith<T, R, S, Y = Suspension>(
  manager: AsyncContextManager<T, S>,
  body: (value: T) => Block<Y, R>,
): Generator<Y | Suspension, R | Swallowed<ExitResult<S>>, unknown> {
  if (typeof manager?.aenter !== "function" || typeof manager.aexit !== "function") {
    throw new TypeError(`${repr(manager)} does not support the asynchronous context manager protocol`);
  }
  const value = yield* manager.aenter();
  let left = false;
  let result: R;
  try {
    result = yield* awaited(body(value));
    left = true;
  } catch (error) {
    left = true;
    // An error of null would tell the manager that all is well.
    const raised = error ?? new TypeError("exceptions must derive from BaseException");
    if (yield* manager.aexit(raised)) return undefined as R;
    throw raised;
  } finally {
    if (!left) yield* manager.aexit(new GeneratorExit());
  }
  yield* manager.aexit(null);
  return result;
}

function awaited<Y, R>(value: Block<Y, R>): Block<Y, R> {
  if (!isAwaitable(value))
    throw new TypeError(`the body must be a generator function, it gave ${repr(value)}`);
  return value;
}

/** Python's asynchronous iterator: `__anext__`. */
export interface AsyncIteratorLike<T> {
  /** The next item. @throws {StopAsyncIteration} when there is none. */
  anext(): Awaitable<T>;
  /** Called when a loop is left early. */
  aclose?(): Awaitable<unknown>;
}

/** Python's asynchronous iterable: `__aiter__`. */
export interface AsyncIterableLike<T> {
  /** A new iterator over its items. */
  aiter(): AsyncIteratorLike<T>;
}

/** Return it from the body of {@link asyncFor} to leave the loop. */
export const BREAK: unique symbol = Symbol("asyncio.BREAK");

/**
 * Runs the body for each item of an asynchronous iterable, Python's (`aiter`, `anext`) or JavaScript's
 * (`Symbol.asyncIterator`).
 *
 * `continue` is a plain `return` in the body, `break` is `return BREAK`. The result says whether the loop came to the
 * end of its items: Python's `else` clause. When it is left early, by BREAK or by an error, the iterator is closed
 * (`aclose`, or JavaScript's `return`), as JavaScript's `for await` does; CPython leaves that to the garbage collector.
 * @throws {TypeError} when it is no asynchronous iterable.
 */
export function* asyncFor<T, Y = Suspension>(
  iterable: AsyncIterableLike<T> | AsyncIterable<T>,
  body: (item: T) => Block<Y, typeof BREAK | void>,
): Generator<Y | Suspension, boolean, unknown> {
  const iterator = iteratorOf(iterable);
  let completed = false;
  try {
    for (;;) {
      let item: T;
      try {
        item = yield* iterator.anext();
      } catch (error) {
        completed = true; // at its end, or broken: nothing is left to close
        if (error instanceof StopAsyncIteration) return true;
        throw error;
      }
      if ((yield* awaited(body(item))) === BREAK) return false;
    }
  } finally {
    if (!completed) yield* close(iterator);
  }
}

function* close(iterator: AsyncIteratorLike<unknown>): Coroutine<void> {
  if (iterator.aclose !== undefined) yield* iterator.aclose();
}

function iteratorOf<T>(iterable: AsyncIterableLike<T> | AsyncIterable<T>): AsyncIteratorLike<T> {
  if (typeof (iterable as Partial<AsyncIterableLike<T>> | null)?.aiter === "function") {
    return (iterable as AsyncIterableLike<T>).aiter();
  }
  if (typeof (iterable as Partial<AsyncIterable<T>> | null)?.[Symbol.asyncIterator] === "function") {
    return new NativeIterator((iterable as AsyncIterable<T>)[Symbol.asyncIterator]());
  }
  throw new TypeError(`'async for' requires an object with aiter method, got ${repr(iterable)}`);
}

/** JavaScript's asynchronous iterator, as Python's. */
class NativeIterator<T> implements AsyncIteratorLike<T> {
  readonly #iterator: AsyncIterator<T>;
  constructor(iterator: AsyncIterator<T>) {
    this.#iterator = iterator;
  }
  *anext(): Coroutine<T> {
    const result = yield* fromPromise(this.#iterator.next());
    if (result.done === true) throw new StopAsyncIteration();
    return result.value;
  }
  *aclose(): Coroutine<void> {
    const closing = this.#iterator.return?.();
    if (closing !== undefined) yield* fromPromise(closing);
  }
}
