/**
 * The step trap: stops in the one task, at the one depth, that a debugger's step is about.
 *
 * The engine's own stepping follows the thread, and so ends up in other tasks
 * and in the runtime. Here the debugger arms a task and depth; the next matching resume runs through a function whose
 * script, unlike the runtime's, the debugger stops in; from its `debugger` statement it steps into the coroutine.
 */
import { type StepTrap, stepTrap } from "../step_trap.js";
import { type AnyGenerator, nativeNext, nativeThrow } from "../stepping.js";
import type { Task } from "../tasks.js";
import { waitsFor } from "./awaited_tasks.js";
import { wantStepStarts } from "./step_starts.js";
import { trapFunction } from "./trap_script.js";

/** Deeper than any coroutine is nested. */
const ANY_DEPTH = Number.MAX_SAFE_INTEGER;

type Resume = (
  method: unknown,
  coroutine: AnyGenerator,
  value: unknown,
  purpose: ArmingPurpose | "coroutine",
  token: number,
) => IteratorResult<unknown, unknown>;

/** The native methods are passed, as the generator's own may be hooked. */
const resumeFunction = trapFunction<Resume>(
  "function resume(method, coroutine, value, purpose, token) { debugger; return method.call(coroutine, value); }",
);

/** A step under way, of which there is one, or a task at whose next step the user wants to stop. */
export type ArmingPurpose = "step" | "break";

interface Arming {
  readonly purpose: ArmingPurpose;
  /** Several only when the one that was stepped has ended: those that waited for it. */
  readonly tasks: ReadonlySet<Task<unknown>>;
  readonly resumeDepth: number;
  readonly startDepth: number;
  /** Tasks that they have created meanwhile: into them a step in leads, too. */
  readonly children: Set<Task<unknown>>;
  /** It counts from the task's next step on: the one that runs now is not meant. */
  dormant: boolean;
}

let armings: readonly Arming[] = [];
/** What has just trapped. */
let trapped: readonly Arming[] = [];
/** Coroutines whose next resume is trapped, by whose they are and with what the debugger knows them by. */
const coroutines = new Map<AnyGenerator, { readonly task: Task<unknown>; readonly token: number }>();
/** Tasks whose next suspension is to be announced, and how. */
const watched = new Map<Task<unknown>, (task: Task<unknown>) => void>();

/**
 * Traps, once, the next resume of `task` at a depth of at most `resumeDepth`, or the start of a coroutine at a depth of
 * at least `startDepth` (-1: of none). Replaces the step that was armed before. When the task ends first, whoever waits
 * for it is trapped instead, at its next resume. Where starts are trapped, so are those of tasks that it creates.
 * @param next what the task does in its present step does not count
 */
export function armStep(task: Task<unknown>, resumeDepth: number, startDepth: number, next = false): void {
  // Whoever waits for it is armed already, or nobody is.
  if (task.done()) return;
  // Armed anew in the middle of a step, past a coroutine of the runtime's own: the step is the same.
  const before = [...armings, ...trapped].find(({ purpose, tasks }) => purpose === "step" && tasks.has(task));
  const children = (startDepth >= 0 && before?.children) || new Set<Task<unknown>>();
  replace("step", {
    purpose: "step",
    tasks: new Set([task]),
    resumeDepth,
    startDepth,
    children,
    dormant: next,
  });
}

/** Takes the step's trap away; safe when there is none. */
export function disarmStep(): void {
  trapped = [];
  replace("step", undefined);
}

/**
 * Traps, once, the beginning of the task's next step, or takes that back.
 * @param now the next resume of a coroutine in the step that runs is meant, too
 */
export function breakOnResume(task: Task<unknown>, enabled: boolean, now: boolean): void {
  const others = armings.filter(({ purpose, tasks }) => purpose !== "break" || !tasks.has(task));
  const arming: Arming = {
    purpose: "break",
    tasks: new Set([task]),
    resumeDepth: ANY_DEPTH,
    startDepth: 0,
    children: new Set(),
    dormant: !now,
  };
  install(enabled ? [...others, arming] : others);
}

/** Calls `announce`, once, when the task has suspended. It ends first: as a step that was armed. */
export function watchSuspension(task: Task<unknown>, announce: (task: Task<unknown>) => void): void {
  watched.clear();
  watched.set(task, announce);
  armStep(task, -1, -1);
}

/**
 * Traps, once, the next resume of one suspended coroutine, whoever steps meanwhile; the trap is told the token.
 * @param token above zero; 0 takes the trap away
 * @returns false when it is not the task itself that will resume the coroutine, so that no trap would see it
 */
export function trapCoroutine(task: Task<unknown>, coroutine: AnyGenerator, token: number): boolean {
  if (!task._stack.includes(coroutine)) return false;
  if (token === 0) coroutines.delete(coroutine);
  else coroutines.set(coroutine, { task, token });
  install(armings);
  return true;
}

/** The token of a trapped coroutine, 0 of any other. */
export function tokenOf(coroutine: object): number {
  return coroutines.get(coroutine as AnyGenerator)?.token ?? 0;
}

/** Takes away everything. */
export function disarmAll(): void {
  watched.clear();
  coroutines.clear();
  install([]);
}

/** The hook of a task's creation. */
export function created(task: Task<unknown>, parent: Task<unknown> | null): void {
  if (parent === null) return;
  for (const { purpose, tasks, startDepth, children } of armings) {
    if (purpose === "step" && startDepth >= 0 && tasks.has(parent)) children.add(task);
  }
}

/** How many tasks the step under way has created that have not started. */
export function createdInStep(task: Task<unknown>): number {
  const arming = armings.find(({ purpose, tasks }) => purpose === "step" && tasks.has(task));
  return arming === undefined ? 0 : [...arming.children].filter((child) => !child._started).length;
}

/** The hook of a task's step. */
export function stepStarted(task: Task<unknown>): void {
  for (const arming of armings) if (arming.dormant && arming.tasks.has(task)) arming.dormant = false;
}

/** The hook of a task's suspension. */
export function suspended(task: Task<unknown>): void {
  if (watched.size === 0) return;
  const announce = watched.get(task);
  if (announce === undefined) return;
  watched.clear();
  disarmStep();
  announce(task);
}

/** The hook of a task's end: the step goes on where the task is awaited, if it is. */
export function ended(task: Task<unknown>): void {
  watched.delete(task);
  for (const [coroutine, trap] of coroutines) if (trap.task === task) coroutines.delete(coroutine);
  if (!armings.some(({ tasks }) => tasks.has(task))) return;
  const awaiting = new Set([...task._loop._tasks.pending()].filter((other) => waitsFor(other, task)));
  install(
    armings.flatMap((arming) => {
      if (!arming.tasks.has(task)) return [arming];
      if (arming.purpose === "break" || awaiting.size === 0) return [];
      return [
        {
          ...arming,
          tasks: awaiting,
          resumeDepth: ANY_DEPTH,
          startDepth: -1,
          dormant: true,
          children: new Set(),
        },
      ];
    }),
  );
}

function replace(purpose: ArmingPurpose, arming: Arming | undefined): void {
  if (purpose === "step" && arming === undefined) watched.clear();
  const others = armings.filter((other) => other.purpose !== purpose);
  install(arming === undefined ? others : [arming, ...others]);
}

function install(next: readonly Arming[]): void {
  armings = next;
  stepTrap.current = next.length === 0 && coroutines.size === 0 ? null : trap;
  wantStepStarts("trap", stepTrap.current !== null);
}

/** Takes the arming that this resume or start is meant by. */
function take(task: Task<unknown>, depth: number, isStart: boolean): Arming | undefined {
  const found = armings.find(
    ({ tasks, resumeDepth, startDepth, children, dormant }) =>
      !dormant &&
      (tasks.has(task)
        ? isStart
          ? startDepth >= 0 && depth >= startDepth
          : depth <= resumeDepth
        : isStart && depth === 0 && children.has(task)),
  );
  if (found === undefined) return undefined;
  trapped = [found];
  install(armings.filter((arming) => arming !== found));
  return found;
}

function takeToken(coroutine: AnyGenerator): number {
  const token = tokenOf(coroutine);
  if (token !== 0) {
    coroutines.delete(coroutine);
    install(armings);
  }
  return token;
}

const trap: StepTrap = {
  next(task, generator, depth, isStart, value) {
    const token = takeToken(generator);
    const arming = take(task, depth, isStart);
    return arming === undefined && token === 0
      ? nativeNext.call(generator, value)
      : resumeFunction()(nativeNext, generator, value, arming?.purpose ?? "coroutine", token);
  },
  throw(task, generator, depth, isStart, error) {
    const token = takeToken(generator);
    // A coroutine that is cancelled before it has begun never runs.
    const arming = isStart ? undefined : take(task, depth, false);
    return arming === undefined && token === 0
      ? nativeThrow.call(generator, error)
      : resumeFunction()(nativeThrow, generator, error, arming?.purpose ?? "coroutine", token);
  },
};
