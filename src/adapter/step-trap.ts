/** The step trap as the debugger finds it: which coroutine is about to run. */
import type { CdpConnection } from "./cdp/connection.js";
import { functionPlace } from "./cdp/coroutines.js";
import type { CallFrame, Location } from "./cdp/types.js";

/** The parameter of the trap's function that is the coroutine. */
const PARAMETER = "coroutine";

/** Where the function of the trapped coroutine is; undefined when nobody can tell. */
export async function trappedFunction(
  connection: CdpConnection,
  frame: CallFrame,
): Promise<Location | undefined> {
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId: frame.callFrameId,
    expression: PARAMETER,
    silent: true,
  });
  if (result.objectId === undefined) return undefined;
  const { internalProperties } = await connection.send("Runtime.getProperties", {
    objectId: result.objectId,
    ownProperties: true,
  });
  const fn = internalProperties?.find(({ name }) => name === "[[GeneratorFunction]]")?.value?.objectId;
  return fn === undefined ? undefined : functionPlace(connection, fn);
}
