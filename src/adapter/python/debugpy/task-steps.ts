/**
 * Steps that stay with their task.
 *
 * debugpy steps along a thread. In a thread that runs many tasks it goes wrong where the task's step ends: another
 * task's breakpoint takes the step over, the last line of a task leads into whatever the loop runs next, stepping out of
 * a task's outermost coroutine has no caller to go to, and an error that leaves a coroutine loses the step altogether.
 * So each step remembers its task, and where it may end: in the task's own coroutines, or once the task is over in one
 * of a task that waits for it. Breakpoints with a condition, which the agent answers by the very frame, stand beside
 * debugpy's step, or in its place: a stop in another task is passed over by running to those lines. A breakpoint of the
 * user's in another task is shown, and the step goes on with `continue`.
 */
import type { StepPlace, StepPlan } from "../../../protocol/index.js";
import type { TemporaryLines } from "./breakpoint-sync.js";

export type StepCommand = "next" | "stepIn" | "stepOut";

/** A step that has not ended. */
export interface PendingStep {
  readonly taskId: number;
  readonly command: StepCommand;
  readonly plan: StepPlan;
  /** Its lines are run to: debugpy's own step has been lost, or none was begun. */
  readonly running: boolean;
}

/** What to do about a stop. */
export type Verdict =
  /** Show it; the step is over. `asStep` when it ended as the user wanted it to. */
  | { readonly kind: "show"; readonly asStep: boolean }
  /** Show it, and remember the step for `continue`. */
  | { readonly kind: "interrupt" }
  /** Run on until the step ends at one of these places. */
  | { readonly kind: "run"; readonly places: readonly StepPlace[] }
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
  if (command !== "stepOut" || !plan.atRoot || plan.awaiters.length === 0) return undefined;
  return { kind: "run", places: awaiting(plan) };
}

/**
 * Where a step may end that debugpy would not see end: an error leaves the coroutine, or the task is over. debugpy takes
 * a coroutine that an error leaves for one that is suspended.
 */
export function besideStep(plan: StepPlan): readonly StepPlace[] {
  return [...plan.handlers, ...awaiting(plan)];
}

/** Judges a stop that came while a step was pending. */
export function judgeStop(step: PendingStep, stop: StopFacts): Verdict {
  const ofAwaiter = !stop.stepTaskAlive && step.plan.awaiters.some(({ taskId }) => taskId === stop.taskId);
  if (stop.taskId === step.taskId || ofAwaiter) {
    return { kind: "show", asStep: step.running || (stop.reason === "breakpoint" && !stop.atUserBreakpoint) };
  }
  if (stop.reason !== "step" && stop.reason !== "breakpoint") return { kind: "interrupt" };
  if (stop.reason === "breakpoint" && stop.atUserBreakpoint) return { kind: "interrupt" };
  return afterwards(step, stop.stepTaskAlive);
}

/** Where a step goes on after something else was shown, or was passed over. */
export function afterwards({ plan }: PendingStep, stepTaskAlive: boolean): Verdict {
  if (stepTaskAlive) return { kind: "run", places: [...plan.own, ...awaiting(plan)] };
  return plan.awaiters.length === 0 ? { kind: "pass" } : { kind: "run", places: awaiting(plan) };
}

const awaiting = ({ awaiters }: StepPlan): readonly StepPlace[] => awaiters.flatMap(({ places }) => places);

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
