/**
 * The checks of debug mode that belong to the loop: what may be called back, and what takes too long.
 *
 * Source: CPython `base_events.py`, `_check_callback` and `_run_once`. The time of a whole turn, and cancellations that
 * were suppressed, are ours.
 */
import type { BaseEventLoop } from "./base_events.js";
import { isCoroutine, isCoroutineFunction } from "./coroutines.js";
import { isFuture } from "./futures.js";
import { observer, type RuntimeWarning } from "./instrumentation.js";
import { logger } from "./log.js";
import type { ReadyQueue } from "./ready_queue.js";
import { repr } from "./repr.js";
import { TaskStep } from "./task_step.js";
import type { Task } from "./tasks.js";

/** @internal @throws {TypeError} for what cannot be called back, coroutines above all. */
export function checkCallback(callback: unknown, method: string): void {
  if (isCoroutine(callback) || isCoroutineFunction(callback)) {
    throw new TypeError(`coroutines cannot be used with ${method}()`);
  }
  if (typeof callback !== "function" || isFuture(callback)) {
    throw new TypeError(`a callable object was expected by ${method}(), got ${repr(callback)}`);
  }
}

/** @internal Runs the handles that are ready now; each that takes long is reported, else the turn if that does. */
export function runTimed(loop: BaseEventLoop, ready: ReadyQueue): void {
  const count = ready.size;
  const turnStart = loop.time();
  let end = turnStart;
  let reported = false;
  for (let i = 0; i < count; i++) {
    const handle = ready.shift();
    if (handle._cancelled) continue;
    if (observer.current !== null) observer.current.handleStarted(loop, handle);
    const start = loop.time();
    loop._currentHandle = handle;
    handle._run();
    loop._currentHandle = null;
    end = loop.time();
    if (end - start < loop.slowCallbackDuration) continue;
    reported = true;
    warn({
      kind: "slow-callback",
      message: `Executing ${handle} took ${(end - start).toFixed(3)} seconds`,
      task: handle instanceof TaskStep ? handle.task : undefined,
      createdStack: handle._sourceTraceback?.toString(),
      duration: end - start,
    });
  }
  const duration = end - turnStart;
  if (reported || duration < loop.slowCallbackDuration) return;
  const message = `Executing ${count} handles in one iteration of the loop took ${duration.toFixed(3)} seconds`;
  warn({ kind: "slow-iteration", message, duration });
}

/** @internal A task has ended with a result or an error of its own, although it was asked to cancel. */
export function reportSuppressedCancellation(task: Task<unknown>): void {
  warn({ kind: "suppressed-cancellation", message: `${task} has suppressed its cancellation`, task });
}

function warn(warning: RuntimeWarning): void {
  logger.current.warning(warning.message);
  if (observer.current !== null) observer.current.warned(warning);
}
