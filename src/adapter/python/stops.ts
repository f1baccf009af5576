/** Which of the stops that a client can choose there are in a Python program. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { StopChoice } from "../breakpoints/exception-filters.js";

/** For each choice of the client, in its order, why it can do nothing, if so. */
export function pythonProblems({ choices, problems }: StopChoice): readonly (string | undefined)[] {
  return choices.map(({ filter, condition }, index) => {
    if (filter === "taskCancelled") {
      return "CPython tells nobody that a task is asked to cancel: 'Cancellation' stops where the task learns of it.";
    }
    if (condition?.trim() && ["all", "uncaught", "cancelled"].includes(filter)) {
      return "debugpy knows no conditions of exceptions: it stops at all of them.";
    }
    return problems[index];
  });
}

/** What of a choice there is. */
export function possibleStops(choice: StopChoice): StopChoice {
  return { ...choice, tasks: choice.tasks.filter(({ kind }) => kind !== "cancelled") };
}

/** A choice as the client is told of it. */
export const outcome = (problem: string | undefined): DebugProtocol.Breakpoint =>
  problem === undefined ? { verified: true } : { verified: false, message: problem };
