/** `ensureFuture`: whatever can be awaited, as a future. Source: CPython `Lib/asyncio/tasks.py`. */
import { pythonTypeName } from "./bytes.js";
import { type Awaitable, type Coroutine, isCoroutine } from "./coroutines.js";
import { type AbstractEventLoop, getEventLoop } from "./events.js";
import { ValueError } from "./exceptions.js";
import { type Future, isFuture } from "./futures.js";

/**
 * A future as it is, a coroutine or another awaitable as a task.
 * @throws {TypeError} for anything else.
 * @throws {ValueError} for a future of another loop than the given one.
 */
export function ensureFuture<T>(
  awaitable: Awaitable<T>,
  options: { loop?: AbstractEventLoop | null } = {},
): Future<T> {
  if (isFuture(awaitable)) {
    if (options.loop != null && options.loop !== awaitable.getLoop()) {
      throw new ValueError(
        "The future belongs to a different loop than the one specified as the loop argument",
      );
    }
    return awaitable as Future<T>;
  }
  if (isCoroutine(awaitable)) return start(awaitable as Coroutine<T>, options.loop);
  if (isAwaitable(awaitable)) return start(wrapAwaitable(awaitable as Awaitable<T>), options.loop);
  throw new TypeError("An asyncio.Future, a coroutine or an awaitable is required");
}

/** @internal @throws {TypeError} for what cannot be gone through, in Python's words. */
export function checkIterable(value: unknown): void {
  if (typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === "function")
    return;
  throw new TypeError(`'${pythonTypeName(value)}' object is not iterable`);
}

function start<T>(coroutine: Coroutine<T>, loop: AbstractEventLoop | null | undefined): Future<T> {
  return (loop ?? getEventLoop()).createTask(coroutine);
}

/** Whether `yield*` can await it: iterable, and none of the language's own collections. */
export function isAwaitable(value: unknown): value is Awaitable<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  if (value instanceof Set || value instanceof Map) return false;
  return typeof (value as Partial<Awaitable<unknown>>)[Symbol.iterator] === "function";
}

function* wrapAwaitable<T>(awaitable: Awaitable<T>): Coroutine<T> {
  return yield* awaitable;
}
