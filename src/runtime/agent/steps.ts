/**
 * The step trap: stops in the one task, at the one depth, that a debugger's step is about.
 *
 * The engine's own stepping follows the thread, and so ends up in other tasks
 * and in the runtime. Here the debugger arms a task and depth; the next matching resume runs through a function whose
 * script, unlike the runtime's, the debugger stops in; from its `debugger` statement it steps into the coroutine.
 */
import { runInThisContext } from "node:vm";
import { type StepTrap, stepTrap } from "../step_trap.js";
import { type AnyGenerator, nativeNext, nativeThrow } from "../stepping.js";
import type { Task } from "../tasks.js";

/** The script that a debugger must not skip. */
export const TRAP_SCRIPT = "loopscope-trap.js";

type Resume = (method: unknown, generator: AnyGenerator, value: unknown) => IteratorResult<unknown, unknown>;

let resumeInTrap: Resume | undefined;

/** Compiled when first needed. The native methods are passed, as the generator's own may be hooked. */
function trapFunction(): Resume {
  resumeInTrap ??= runInThisContext(
    "(function resume(method, coroutine, value) { debugger; return method.call(coroutine, value); })",
    { filename: TRAP_SCRIPT },
  ) as Resume;
  return resumeInTrap;
}

let armedTask: Task<unknown> | null = null;

/**
 * Traps, once, the next resume of `task` at a depth of at most `resumeDepth`, or the start of a coroutine at a depth of
 * at least `startDepth` (-1: of none). Replaces the trap that was armed before.
 */
export function armStep(task: Task<unknown>, resumeDepth: number, startDepth: number): void {
  const resume = trapFunction();
  const matches = (stepped: Task<unknown>, depth: number, isStart: boolean): boolean => {
    const wanted = isStart ? startDepth >= 0 && depth >= startDepth : depth <= resumeDepth;
    if (stepped !== task || !wanted) return false;
    disarmStep();
    return true;
  };
  const trap: StepTrap = {
    next: (stepped, generator, depth, isStart, value) =>
      matches(stepped, depth, isStart)
        ? resume(nativeNext, generator, value)
        : nativeNext.call(generator, value),
    throw: (stepped, generator, depth, isStart, error) =>
      matches(stepped, depth, isStart)
        ? resume(nativeThrow, generator, error)
        : nativeThrow.call(generator, error),
  };
  armedTask = task;
  stepTrap.current = trap;
}

/** Takes the trap away; safe when there is none. */
export function disarmStep(): void {
  armedTask = null;
  stepTrap.current = null;
}

/** A task has ended: a trap for it can never be reached. */
export function disarmStepOf(task: Task<unknown>): void {
  if (armedTask === task) disarmStep();
}
