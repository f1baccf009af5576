/** `createTask`, and the way in from outside of the loop. Source: CPython `Lib/asyncio/tasks.py`. */
import type { Coroutine } from "./coroutines.js";
import { isCoroutine } from "./coroutines.js";
import { type AbstractEventLoop, type CreateTaskOptions, getRunningLoop } from "./events.js";
import type { Task } from "./tasks.js";

/**
 * Schedules a coroutine as a task of the running loop.
 * @throws {RuntimeError} when no loop is running: outside of a coroutine or a callback, or in native promise code.
 */
export function createTask<T>(coroutine: Coroutine<T>, options: CreateTaskOptions = {}): Task<T> {
  return getRunningLoop().createTask(coroutine, options);
}

/**
 * Schedules a coroutine on `loop` from anywhere, and gives its result by a promise.
 * @throws {TypeError} for anything but a coroutine.
 */
export function runCoroutineThreadsafe<T>(coroutine: Coroutine<T>, loop: AbstractEventLoop): Promise<T> {
  if (!isCoroutine(coroutine)) throw new TypeError("A coroutine object is required");
  return new Promise((resolve, reject) => {
    loop.callSoonThreadsafe(() => {
      loop.createTask(coroutine as Coroutine<T>).then(resolve, reject);
    });
  });
}
