/**
 * Whether a native `async` function awaits the one that runs: V8 knows, and says so in the stack of an error. At the
 * place where it returns V8 has forgotten that already.
 */
import type { CdpConnection } from "../cdp/connection.js";
import type { CallFrame } from "../cdp/types.js";
import { isReturning } from "./stepping.js";

const ASYNC_STACK = `(() => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder = {};
  try {
    Error.stackTraceLimit = 100;
    Error.prepareStackTrace = undefined;
    Error.captureStackTrace(holder);
    return String(holder.stack);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
})()`;

/** Undefined where that cannot be told. */
export async function hasNativeAwaiter(
  connection: CdpConnection,
  [top]: readonly CallFrame[],
): Promise<boolean | undefined> {
  if (top === undefined || isReturning([top])) return undefined;
  const { callFrameId } = top;
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId,
    expression: ASYNC_STACK,
    silent: true,
  });
  return /^\s*at async /m.test(String(result.value));
}
