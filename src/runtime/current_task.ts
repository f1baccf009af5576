/** Which task runs, and which are pending. Source: CPython `Lib/asyncio/tasks.py`. */
import type { BaseEventLoop } from "./base_events.js";
import { type AbstractEventLoop, getRunningLoop, getRunningLoopOrNull } from "./events.js";
import type { Task } from "./tasks.js";

/**
 * The task whose coroutine runs now, or null when a plain callback does.
 * @throws {RuntimeError} when no loop is given and none is running.
 */
export function currentTask(loop: AbstractEventLoop | null = null): Task<unknown> | null {
  return ((loop ?? getRunningLoop()) as BaseEventLoop)._currentTask;
}

/** @internal As {@link currentTask}, and null when no loop is running. */
export function currentTaskOrNull(): Task<unknown> | null {
  const loop = getRunningLoopOrNull() as BaseEventLoop | null;
  return loop === null ? null : loop._currentTask;
}

/**
 * The tasks of a loop that are not done.
 * @throws {RuntimeError} when no loop is given and none is running.
 */
export function allTasks(loop: AbstractEventLoop | null = null): Set<Task<unknown>> {
  return ((loop ?? getRunningLoop()) as BaseEventLoop)._tasks.pending();
}
