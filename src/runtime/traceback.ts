/**
 * Tracebacks through coroutines: after a resume only the innermost one is on the engine's stack, so each outer one adds
 * its own line as the error passes it, as CPython does.
 *
 * Costs about 10 µs a level, so it is left out for cancellation, and bounded.
 */
import { CancelledError } from "./exceptions.js";

/** How many lines are added to one error at most: as many as V8's own default limit. */
const MAX_ADDED_FRAMES = 10;

const added = new WeakMap<Error, number>();

/**
 * Adds the line of the coroutine that awaits with a `yield*`, found above `below` on the engine's stack.
 * @returns the error itself.
 */
export function addAwaitFrame(error: unknown, below: (...args: never[]) => unknown): unknown {
  if (!(error instanceof Error) || error instanceof CancelledError || Error.stackTraceLimit === 0)
    return error;
  const count = added.get(error) ?? 0;
  if (count >= MAX_ADDED_FRAMES || typeof error.stack !== "string") return error;
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, below);
  Error.stackTraceLimit = limit;
  const frame = /^\s+at (.*)$/m.exec(holder.stack ?? "")?.[1];
  if (frame === undefined) return error;
  added.set(error, count + 1);
  try {
    error.stack += `\n    at await ${frame}`;
  } catch {
    // A frozen error keeps the stack that it has.
  }
  return error;
}
