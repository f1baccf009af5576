/**
 * `toThread`: a function in another thread. Source: CPython `Lib/asyncio/threads.py`.
 *
 * A JavaScript thread has its own objects. So the function goes there as its source text, and must be self-contained;
 * its arguments and its result are copied (structured clone). Context variables do not cross.
 */
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";

/**
 * Runs `f(...args)` in a worker thread of the loop's default executor, and gives what it gives; a promise is awaited
 * there. When the awaiting task is cancelled, the thread goes on all the same.
 *
 * `f` must be self-contained: it can use its arguments, the language's own globals, and what it imports itself by
 * `await import("node:zlib")`. To call back into the loop, pass it a function made by `threadsafe`.
 * @throws {TypeError} when `f` is native, bound or a generator function, refers to variables around it, or is given or
 * gives something that cannot be copied.
 */
export function* toThread<A extends unknown[], R>(f: (...args: A) => R, ...args: A): Coroutine<Awaited<R>> {
  return yield* getRunningLoop().runInExecutor(null, f, ...args);
}
