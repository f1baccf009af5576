/** A stop as the client is told of it. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Breakpoint } from "../breakpoints/breakpoints.js";
import { LOOP_THREAD_ID, threadIdOf } from "../tasks/threads.js";
import { valueText } from "../variables/value-text.js";
import type { Stop } from "./stop.js";
import { noticeText } from "./task-notice.js";

export interface TaskNames {
  /** The name of a task, for words to the user. */
  nameOf(taskId: number): string;
  isPending(taskId: number): boolean;
}

/**
 * What is worth saying beyond the reason; undefined when that says it all.
 * @param steppedTaskId the task of a step that this stop interrupts
 */
export function stopDescription(
  stop: Stop,
  steppedTaskId: number | undefined,
  names: TaskNames,
): string | undefined {
  if (stop.notice !== undefined) return noticeText(stop.notice, (taskId) => names.nameOf(taskId));
  const interrupts = steppedTaskId !== undefined && names.isPending(steppedTaskId);
  const where = stop.current === null ? "outside of every task" : `in '${names.nameOf(stop.current.taskId)}'`;
  const interrupted = interrupts ? ` ${where}, while '${names.nameOf(steppedTaskId)}' is stepped` : "";
  if (stop.exception !== undefined) return `Paused on exception${interrupted}`;
  return interrupted === "" ? undefined : `Paused on ${stop.reason}${interrupted}`;
}

export function stoppedBody(
  { reason, current, focusTaskId, exception }: Stop,
  hit: readonly Breakpoint[],
  description: string | undefined,
): DebugProtocol.StoppedEvent["body"] {
  const taskId = focusTaskId ?? current?.taskId;
  return {
    reason,
    threadId: taskId === undefined ? LOOP_THREAD_ID : threadIdOf(taskId),
    allThreadsStopped: true,
    ...(hit.length > 0 ? { hitBreakpointIds: hit.map(({ id }) => id) } : {}),
    ...(description === undefined ? {} : { description }),
    ...(exception === undefined ? {} : { text: valueText(exception).split("\n")[0]! }),
  };
}

/** Of DAP's own reasons the one for these breakpoints. */
export const breakpointReason = (hit: readonly Breakpoint[]): "breakpoint" | "function breakpoint" =>
  hit.length > 0 && hit.every(({ functionName }) => functionName !== undefined)
    ? "function breakpoint"
    : "breakpoint";
