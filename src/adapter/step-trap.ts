/** The step trap as the debugger finds it: which coroutine is about to run, and what for. */
import type { CdpConnection } from "./cdp/connection.js";
import type { CallFrame, Location } from "./cdp/types.js";
import { coroutineFunction } from "./task-notice.js";

/** Where the function of the trapped coroutine is; undefined when nobody can tell. */
export async function trappedFunction(
  connection: CdpConnection,
  frame: CallFrame,
): Promise<Location | undefined> {
  return coroutineFunction(connection, (await parameter(connection, frame, "coroutine")).objectId);
}

/** Whether the trap was set for the task's next step, and not for the step that is under way. */
export async function isBreakOnTask(connection: CdpConnection, frame: CallFrame): Promise<boolean> {
  return (await parameter(connection, frame, "purpose")).value === "break";
}

/** What the trap's function was called with. */
async function parameter(connection: CdpConnection, { callFrameId }: CallFrame, name: string) {
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId,
    expression: name,
    silent: true,
  });
  return result;
}
