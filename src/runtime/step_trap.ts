/**
 * The one place through which a debugger sees a coroutine being started or resumed.
 *
 * Stepping by the engine alone is wrong for generators, so the debugger arms a trap for one task and depth; the trap
 * calls the generator's own `next` from a file where the engine stops. Unarmed, it costs one null check.
 */
import type { AnyGenerator } from "./stepping.js";
import type { Task } from "./tasks.js";

/** Called instead of the generator's own methods; must call `nativeNext` or `nativeThrow` and return its result. */
export interface StepTrap {
  /** `depth` is the coroutine's place in the task's stack, 0 the outermost; `isStart` is true for its first run. */
  next(
    task: Task<unknown>,
    generator: AnyGenerator,
    depth: number,
    isStart: boolean,
    value: unknown,
  ): IteratorResult<unknown, unknown>;
  throw(
    task: Task<unknown>,
    generator: AnyGenerator,
    depth: number,
    isStart: boolean,
    error: unknown,
  ): IteratorResult<unknown, unknown>;
}

/** The armed trap, or null. */
export const stepTrap: { current: StepTrap | null } = { current: null };
