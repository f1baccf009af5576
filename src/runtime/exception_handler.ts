/**
 * What happens with errors that nobody caught.
 *
 * Source: CPython `base_events.py`, `default_exception_handler` and `call_exception_handler`.
 */
import type { BaseEventLoop } from "./base_events.js";
import { type Context, copyContext } from "./contextvars.js";
import type { ExceptionContext } from "./events.js";
import { observer, type RuntimeWarning } from "./instrumentation.js";
import { logger } from "./log.js";
import { repr } from "./repr.js";
import type { Task } from "./tasks.js";

/** @internal Logs the message, the objects concerned in order of their keys, and the exception. */
export function defaultExceptionHandler(loop: BaseEventLoop, context: ExceptionContext): void {
  const entries: ExceptionContext = { ...context };
  if (entries.sourceTraceback === undefined && loop._currentHandle?._sourceTraceback != null) {
    entries.handleTraceback = loop._currentHandle._sourceTraceback;
  }
  const lines = [entries.message || "Unhandled exception in event loop"];
  for (const key of Object.keys(entries).sort()) {
    if (key === "message" || key === "exception") continue;
    const value = entries[key];
    if (key === "sourceTraceback") lines.push(`Object created at (most recent call last):\n${value}`);
    else if (key === "handleTraceback") lines.push(`Handle created at (most recent call last):\n${value}`);
    else lines.push(`${key}: ${repr(value)}`);
  }
  logger.current.error(lines.join("\n"), entries.exception);
}

/** @internal Tells the observer, and calls the loop's handler in the context of what failed. Never throws. */
export function dispatchException(
  loop: BaseEventLoop,
  context: ExceptionContext,
  kind: RuntimeWarning["kind"] = "unhandled",
): void {
  if (observer.current !== null) observer.current.warned(asWarning(context, kind));
  callHandler(loop, context);
}

function asWarning(context: ExceptionContext, kind: RuntimeWarning["kind"]): RuntimeWarning {
  const subject = context.task ?? context.future;
  const message = context.message || "Unhandled exception in event loop";
  return {
    kind,
    message: subject === undefined ? message : `${message}\n${repr(subject)}`,
    task: isTask(subject) ? subject : undefined,
    exception: context.exception,
    createdStack: context.sourceTraceback?.toString(),
  };
}

/** By its methods: this file is below the class. */
function isTask(value: unknown): value is Task<unknown> {
  return typeof (value as Partial<Task<unknown>> | null | undefined)?.getCoro === "function";
}

function callHandler(loop: BaseEventLoop, context: ExceptionContext): void {
  const handler = loop.getExceptionHandler();
  if (handler === null) {
    try {
      loop.defaultExceptionHandler(context);
    } catch (error) {
      logger.current.error("Exception in default exception handler", error);
    }
    return;
  }
  try {
    const failed = contextOf(context.task) ?? contextOf(context.future) ?? contextOf(context.handle);
    // A copy: the handler may be called from inside of that very context, which cannot be entered twice.
    (failed?.copy() ?? copyContext()).run(handler, loop, context);
  } catch (exception) {
    try {
      loop.defaultExceptionHandler({ message: "Unhandled error in exception handler", exception, context });
    } catch (error) {
      const message =
        "Exception in default exception handler while handling an unexpected error in custom exception handler";
      logger.current.error(message, error);
    }
  }
}

function contextOf(thing: unknown): Context | null {
  const getContext = (thing as { getContext?: unknown } | null | undefined)?.getContext;
  return typeof getContext === "function" ? (getContext.call(thing) as Context) : null;
}
