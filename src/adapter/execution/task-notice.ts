/** Stops that the agent makes because something happened to a task: reading them, and putting them into words. */
import type { TaskStopNotice } from "../../protocol/index.js";
import type { CdpConnection } from "../cdp/connection.js";
import { functionPlace } from "../cdp/coroutines.js";
import type { CallFrame, Location } from "../cdp/types.js";

/** The function of the trap script that announces something; the other one resumes a coroutine. */
const FUNCTION = "notice";

export interface TaskNotice extends TaskStopNotice {
  /** The function of the task's outermost coroutine. */
  readonly functionLocation?: Location;
}

export const isNotice = (frame: CallFrame): boolean => frame.functionName === FUNCTION;

/** What the function was called with; undefined when it cannot be read. */
export async function readNotice(
  connection: CdpConnection,
  { callFrameId }: CallFrame,
): Promise<TaskNotice | undefined> {
  const evaluate = (expression: string) =>
    connection.send("Debugger.evaluateOnCallFrame", { callFrameId, expression, silent: true });
  const { result } = await evaluate("what");
  if (typeof result.value !== "string") return undefined;
  const notice = JSON.parse(result.value) as TaskStopNotice;
  const place = await coroutineFunction(connection, (await evaluate("coroutine")).result.objectId);
  return place === undefined ? notice : { ...notice, functionLocation: place };
}

/** Where the function of a generator object is. */
export async function coroutineFunction(
  connection: CdpConnection,
  objectId: string | undefined,
): Promise<Location | undefined> {
  if (objectId === undefined) return undefined;
  const { internalProperties } = await connection.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
  });
  const fn = internalProperties?.find(({ name }) => name === "[[GeneratorFunction]]")?.value?.objectId;
  return fn === undefined ? undefined : functionPlace(connection, fn);
}

/** One sentence for the user. @param nameOf the name of a task */
export function noticeText(notice: TaskNotice, nameOf: (taskId: number) => string): string {
  const name = notice.taskId === undefined ? "a task" : `'${notice.name ?? nameOf(notice.taskId)}'`;
  const by = notice.byTaskId === undefined ? "" : ` by '${nameOf(notice.byTaskId)}'`;
  const said = notice.message === undefined ? "" : `: ${notice.message}`;
  switch (notice.kind) {
    case "created":
      return `Task ${name} is created${by}`;
    case "cancelled":
      return `Task ${name} is cancelled${by}${said}`;
    case "suppressed":
      return `Task ${name} has suppressed its cancellation`;
    case "unretrieved":
      return `Nobody retrieved the exception of task ${name}${said}`;
    case "pending":
      return `Task ${name} has been pending for too long`;
    case "waiting":
      return `Task ${name} has been waiting for too long`;
    case "warning":
      return notice.message ?? "asyncio warns";
    case "pause":
      return "The program is paused";
    case "suspended":
      return `Task ${name} is at its next await`;
  }
}
