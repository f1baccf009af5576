/**
 * The checks of debug mode that belong to the loop: what may be called back, and what takes too long.
 *
 * Source: CPython `base_events.py`, `_check_callback`, `_check_thread` and `_run_once`. The time of a whole turn, and what
 * is said of tasks that have ended, is ours.
 */
import type { BaseEventLoop } from "./base_events.js";
import { isCoroutine, isCoroutineFunction } from "./coroutines.js";
import { captureStack } from "./debug.js";
import { warn } from "./debug_warnings.js";
import { getRunningLoopOrNull, type Handle } from "./events.js";
import { RuntimeError } from "./exceptions.js";
import { isFuture } from "./futures.js";
import { observer, type RuntimeWarning } from "./instrumentation.js";
import type { ReadyQueue } from "./ready_queue.js";
import { repr } from "./repr.js";
import { TaskStep } from "./task_step.js";
import type { Task } from "./tasks.js";
import { watchUnreferenced } from "./unreferenced.js";

/** @internal @throws {TypeError} for what cannot be called back, coroutines above all. */
export function checkCallback(callback: unknown, method: string): void {
  if (isCoroutine(callback) || isCoroutineFunction(callback)) {
    refuse("invalid-callback", new TypeError(`coroutines cannot be used with ${method}()`));
  }
  if (typeof callback !== "function" || isFuture(callback)) {
    const message = `a callable object was expected by ${method}(), got ${repr(callback)}`;
    refuse("invalid-callback", new TypeError(message));
  }
}

/**
 * @internal Two loops of one thread may run at the same time here, where CPython's are in threads of their own: what one
 * does to the other without `callSoonThreadsafe` is as wrong as it is there.
 * @throws {RuntimeError} in a callback or a task of another loop than this one, if this one is running.
 */
export function checkThread(loop: BaseEventLoop): void {
  const current = getRunningLoopOrNull();
  if (current === null || current === loop || !loop.isRunning()) return;
  const message = "Non-thread-safe operation invoked on an event loop other than the current one";
  refuse("not-thread-safe", new RuntimeError(message));
}

/** Tells the observer of an error that is about to be thrown: the program may catch it. */
function refuse(kind: RuntimeWarning["kind"], error: Error): never {
  if (observer.current !== null) {
    const createdStack = captureStack().toString();
    observer.current.warned({ kind, message: error.message, exception: error, createdStack });
  }
  throw error;
}

/** @internal Runs the handles that are ready now; each that takes long is reported, else the turn if that does. */
export function runTimed(loop: BaseEventLoop, ready: ReadyQueue): void {
  const count = ready.size;
  const turnStart = loop.time();
  let end = turnStart;
  let reported = false;
  let longest: Handle | null = null;
  let longestDuration = 0;
  for (let i = 0; i < count; i++) {
    const handle = ready.shift();
    if (handle._cancelled) continue;
    const start = loop.time();
    loop._currentHandle = handle;
    handle._run();
    end = loop.time();
    if (end - start > longestDuration) {
      longest = handle;
      longestDuration = end - start;
    }
    if (end - start < loop.slowCallbackDuration) continue;
    reported = true;
    warn({
      kind: "slow-callback",
      message: `Executing ${handle} took ${(end - start).toFixed(3)} seconds`,
      ...subjectOf(handle),
      duration: end - start,
    });
  }
  const duration = end - turnStart;
  if (reported || duration < loop.slowCallbackDuration) return;
  warn({
    kind: "slow-iteration",
    message: `Executing ${count} handles in one iteration of the loop took ${duration.toFixed(3)} seconds`,
    ...(longest === null ? {} : subjectOf(longest)),
    duration,
  });
}

/** Whose handle it is, and where that was created. */
function subjectOf(handle: Handle): Pick<RuntimeWarning, "task" | "createdStack"> {
  return {
    task: handle instanceof TaskStep ? handle.task : undefined,
    createdStack: handle._sourceTraceback?.toString(),
  };
}

/** @internal The checks of a task that has ended. */
export function checkEndedTask(task: Task<unknown>, awaited: boolean): void {
  const createdStack = task._sourceTraceback?.toString();
  if (task._numCancelsRequested > 0 && !task.cancelled()) {
    const message = `${task} has suppressed its cancellation`;
    warn({ kind: "suppressed-cancellation", message, task, createdStack });
  }
  for (let lock = task.heldLock; lock !== null; lock = lock._nextHeld) {
    if (!lock._isPublic) continue;
    const message = `${task} has ended without releasing ${lock}`;
    const acquiredStack = lock._acquiredAt?.toString() ?? createdStack;
    warn({ kind: "lock-held-by-ended-task", message, task, createdStack: acquiredStack });
  }
  if (!awaited && task._exception === null && !task.cancelled()) watchUnreferenced(task);
}
