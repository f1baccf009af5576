/** Tasks that start inside of `createTask`. Source: CPython `Lib/asyncio/tasks.py`. */
import type { Coroutine } from "./coroutines.js";
import type { TaskFactory } from "./events.js";
import { Task, type TaskOptions } from "./tasks.js";

/** A task factory, for `loop.setTaskFactory`, whose tasks, made by `constructor`, run their first step at once. */
export function createEagerTaskFactory(
  constructor: <T>(coroutine: Coroutine<T>, options: TaskOptions) => Task<T>,
): TaskFactory {
  return (loop, coroutine, options) => constructor(coroutine, { eagerStart: true, ...options, loop });
}

/** The task factory that makes every {@link Task} start at once, if its loop is running. */
export const eagerTaskFactory: TaskFactory = createEagerTaskFactory(
  (coroutine, options) => new Task(coroutine, options),
);
