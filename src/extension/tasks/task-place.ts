/** The line that a task is at. */
import type { DapSite, Finding, InspectFrame } from "../../protocol/index.js";

/** Whether there is a source to open for the place: host code and native frames have none. */
export function canOpen({ source }: DapSite): boolean {
  return Boolean(source?.sourceReference || source?.path);
}

/**
 * The innermost line of the task itself that can be opened; where the task blocks the loop when it does. Undefined for
 * a task that has not started, has ended, or runs: the stack then holds only the tasks that await it.
 */
export function taskPlace(
  taskId: number,
  stack: readonly InspectFrame[],
  trouble: Finding | undefined,
): DapSite | undefined {
  if (trouble?.kind === "blocked-loop") {
    const blocking = trouble.sites?.find(canOpen);
    if (blocking !== undefined) return blocking;
  }
  return stack.find((frame) => frame.taskId === taskId && canOpen(frame));
}
