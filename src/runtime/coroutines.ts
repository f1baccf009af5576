/**
 * What a coroutine is: a generator that suspends with `yield*`, with exact types.
 *
 * `await x` is written `yield* x`, `async def f` is `function* f`. A generator object is a coroutine; it runs when
 * it is awaited, or wrapped in a task. Source: CPython `Lib/asyncio/coroutines.py`.
 */
import type { Future } from "./futures.js";

/** What travels from a suspended coroutine to its task: the future it waits for, or nothing for one turn of the loop. */
export type Suspension = Future<unknown> | undefined;

/** A coroutine object with a result of type `T`: a generator that was not run yet, or is suspended. */
export type Coroutine<T> = Generator<Suspension, T, unknown>;

/** Whatever can be awaited with `yield*`: a coroutine, a future, a task, or an object whose iterator suspends. */
export interface Awaitable<T> {
  [Symbol.iterator](): Iterator<Suspension, T, unknown>;
}

/** The result type of an awaitable. */
export type Result<A> = A extends Awaitable<infer T> ? T : never;
