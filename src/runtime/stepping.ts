/**
 * The state that a task's step shares with what its coroutines await: one object, of constant shape.
 *
 * A coroutine suspends by yielding a future through every `yield*` on the way to its task. What is on its way is kept
 * in `awaiting`, so that the task can tell `yield* future` from a `yield` of whatever, and a suspension that never
 * arrives (the generator was consumed by `for…of`) is noticed.
 */
import { RuntimeError } from "./exceptions.js";
import type { Future } from "./futures.js";
import type { Task } from "./tasks.js";

/** Any generator, as a task steps it. */
export type AnyGenerator = Generator<unknown, unknown, unknown>;

/** What an await says that cannot reach its task. */
export const SWALLOWED =
  "await inside a generator that is consumed by for...of, spread or next(): use yield*";

/** @internal */
export const stepping = {
  /** The task whose explicit stack takes the coroutines that are awaited now; null: they run natively. */
  owner: null as Task<unknown> | null,
  /** The future on its way from a `yield*` to the task. */
  awaiting: null as Future<unknown> | null,
  /** The coroutine that asked to be pushed on the owner's stack, between its `[Symbol.iterator]` and `next`. */
  pending: null as AnyGenerator | null,
  /** Whether plain generators are hooked, see `generator_hook.ts`. */
  hooked: false,
  /** Takes the coroutines that suspend inside of the asynchronous generator that is being stepped, innermost first. */
  chain: null as AnyGenerator[] | null,
  /** @throws {RuntimeError} always: the suspension before did not reach its task. */
  swallowed(): never {
    stepping.awaiting = null;
    throw new RuntimeError(SWALLOWED);
  },
};

/** What a delegate yields instead of running a coroutine when the native stack is deep: the task pushes `pending`. */
export const PUSH: IteratorResult<never, never> = { done: false, value: undefined as never };

const prototype = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())) as AnyGenerator;

/** `%GeneratorPrototype%`. */
export const GENERATOR_PROTOTYPE: AnyGenerator = prototype;

/** The engine's own `next`, whatever was installed on prototypes since. Call it with `.call(generator, value)`. */
export const nativeNext = prototype.next;

/** The engine's own `throw`. */
export const nativeThrow = prototype.throw;

/** The engine's own `return`. */
export const nativeReturn = prototype.return;
