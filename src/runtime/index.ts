/**
 * asyncio for TypeScript: the public names, flat, as in `import * as asyncio from "loopscope"`.
 */
export { BaseEventLoop, EventLoop, newEventLoop } from "./base_events.js";
export { Context, ContextVar, copyContext, Token } from "./contextvars.js";
export {
  type Awaitable,
  type Coroutine,
  type CoroutineFunction,
  coroutine,
  isCoroutine,
  isCoroutineFunction,
  type Result,
  type Suspension,
} from "./coroutines.js";
export { createTask, runCoroutineThreadsafe } from "./create_task.js";
export { createEagerTaskFactory, eagerTaskFactory } from "./eager_tasks.js";
export { ensureFuture } from "./ensure_future.js";
export {
  type AbstractEventLoop,
  type CreateTaskOptions,
  type ExceptionContext,
  type ExceptionHandler,
  getEventLoop,
  getRunningLoop,
  Handle,
  setEventLoop,
  type TaskFactory,
  TimerHandle,
} from "./events.js";
export * from "./exceptions.js";
export { Future, isFuture } from "./futures.js";
export { type Logger, setLogger } from "./log.js";
export { Runner, type RunnerOptions, run } from "./runners.js";
export { sleep } from "./sleep.js";
export { allTasks, currentTask, Task } from "./tasks.js";
export { gather } from "./tasks_gather.js";
export { shield } from "./tasks_shield.js";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from "./tasks_wait.js";
