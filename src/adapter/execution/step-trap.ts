/** The step trap as the debugger finds it: which coroutine is about to run, and what for. */
import type { CdpConnection } from "../cdp/connection.js";
import type { CallFrame, Location } from "../cdp/types.js";
import { coroutineFunction } from "./task-notice.js";

/** Where the function of the trapped coroutine is; undefined when nobody can tell. */
export async function trappedFunction(
  connection: CdpConnection,
  frame: CallFrame,
): Promise<Location | undefined> {
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId: frame.callFrameId,
    expression: "coroutine",
    silent: true,
  });
  return coroutineFunction(connection, result.objectId);
}

/** What a trap is for. */
export interface TrapReason {
  /** The step that is under way, a task's next step, or one coroutine's resume. */
  readonly purpose: "step" | "break" | "coroutine";
  /** Of the coroutine's resume, which may coincide with the others; 0 for none. */
  readonly token: number;
}

export async function trapReason(connection: CdpConnection, { callFrameId }: CallFrame): Promise<TrapReason> {
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId,
    // V8's own step stops where the trap's script is compiled, too: it has no parameters there.
    expression: `({
      purpose: typeof purpose === "string" ? purpose : "step",
      token: typeof token === "number" ? token : 0,
    })`,
    returnByValue: true,
    silent: true,
  });
  return result.value as TrapReason;
}
