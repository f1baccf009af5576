/**
 * Steps that stay with their task.
 *
 * debugpy steps along a thread. In a thread that runs many tasks it goes wrong where the task's step ends: another
 * task's breakpoint takes the step over, the last line of a task leads into whatever the loop runs next, and stepping
 * out of a task's outermost coroutine has no caller to go to. So each step remembers its task, and where it may end: at
 * a line of the task's own coroutines, or once the task is over at one of a task that waits for it. A stop in another
 * task is passed over by running to those lines, with breakpoints that only count in that task; a breakpoint of the
 * user's there is shown, and the step goes on with `continue`.
 */
import type { StepPlace, StepPlan } from "../../../protocol/index.js";
import type { TemporaryLines } from "./breakpoint-sync.js";

export type StepCommand = "next" | "stepIn" | "stepOut";

/** A step that has not ended. */
export interface PendingStep {
  readonly taskId: number;
  readonly plan: StepPlan;
  /** The task whose lines are waited for, once temporary breakpoints are set. */
  readonly target?: number;
}

/** What to do about a stop. */
export type Verdict =
  /** Show it; the step is over. `asStep` when it ended as the user wanted it to. */
  | { readonly kind: "show"; readonly asStep: boolean }
  /** Show it, and remember the step for `continue`. */
  | { readonly kind: "interrupt" }
  /** Run on until this task is at one of these places. */
  | { readonly kind: "run"; readonly taskId: number; readonly places: readonly StepPlace[] }
  /** Nobody waits for the task that has ended: let the program go on. */
  | { readonly kind: "pass" };

export interface StopFacts {
  readonly reason: string;
  /** The task that stopped; undefined outside of tasks. */
  readonly taskId: number | undefined;
  /** One of the user's own breakpoints is at the place. */
  readonly atUserBreakpoint: boolean;
  /** The step's task has not ended. */
  readonly stepTaskAlive: boolean;
}

/** What to run to before the step begins: for a step out of a task's outermost coroutine, to who waits for it. */
export function beforeStep(command: StepCommand, plan: StepPlan): Verdict | undefined {
  const awaiter = plan.awaiters[0];
  if (command !== "stepOut" || !plan.atRoot || awaiter === undefined) return undefined;
  return { kind: "run", ...awaiter };
}

/** Judges a stop that came while a step was pending. */
export function judgeStop(step: PendingStep, stop: StopFacts): Verdict {
  const target = step.target ?? step.taskId;
  if (stop.taskId === target) return { kind: "show", asStep: step.target !== undefined };
  if (stop.reason !== "step" && stop.reason !== "breakpoint") return { kind: "interrupt" };
  if (stop.reason === "breakpoint" && stop.atUserBreakpoint) return { kind: "interrupt" };
  return afterwards(step, stop.stepTaskAlive);
}

/** Where a step goes on after something else was shown, or was passed over. */
export function afterwards(step: PendingStep, stepTaskAlive: boolean): Verdict {
  if (stepTaskAlive) return { kind: "run", taskId: step.taskId, places: step.plan.own };
  const awaiter = step.plan.awaiters[0];
  return awaiter === undefined ? { kind: "pass" } : { kind: "run", ...awaiter };
}

/** The places as lines by file. */
export function temporaryLines(places: readonly StepPlace[]): TemporaryLines {
  const lines = new Map<string, Set<number>>();
  for (const { path, lines: numbers } of places) {
    let set = lines.get(path);
    if (set === undefined) {
      set = new Set();
      lines.set(path, set);
    }
    for (const line of numbers) set.add(line);
  }
  return lines;
}
