/**
 * Functions that stay in their thread, and that others can call: `callSoonThreadsafe` and `runCoroutineThreadsafe`, as
 * far as threads that share no objects can have them.
 */
import type { Coroutine } from "./coroutines.js";
import { isCoroutine, isCoroutineFunction } from "./coroutines.js";
import { runCoroutineThreadsafe } from "./create_task.js";
import { type AbstractEventLoop, getRunningLoop } from "./events.js";
import { repr } from "./repr.js";

/** What a thread gets for a call of a coroutine function: `concurrent.futures.Future`, as far as threads need it. */
export interface ThreadCall<T> extends Promise<T> {
  /**
   * Blocks the thread until the coroutine has ended, and gives its result or raises its exception.
   * @throws an error named `TimeoutError` after `timeout` seconds; null waits for ever.
   */
  result(timeout?: number | null): T;
}

/** @internal What a call from a thread does. */
export interface Target {
  readonly loop: AbstractEventLoop;
  /** Whether the caller gets an answer: it is a coroutine function. */
  readonly answers: boolean;
  readonly f: (...args: unknown[]) => unknown;
}

const targets = new WeakMap<object, Target>();

/**
 * A stand-in for `f` that can be among the arguments of `toThread` and `runInExecutor`. When the function there calls
 * it, `f` runs here, in the loop, with copies of the arguments:
 *
 * - a plain function by `callSoonThreadsafe`: the caller gets nothing, and does not wait;
 * - a coroutine function by `runCoroutineThreadsafe`: the caller gets a promise, which it can `await`, or block on by
 *   `result()`.
 *
 * The loop is the running one unless it is given.
 * @throws {TypeError} for anything but a function.
 */
export function threadsafe<A extends unknown[], T>(
  f: (...args: A) => Coroutine<T>,
  options?: { readonly loop?: AbstractEventLoop | null },
): (...args: A) => ThreadCall<T>;
export function threadsafe<A extends unknown[]>(
  f: (...args: A) => unknown,
  options?: { readonly loop?: AbstractEventLoop | null },
): (...args: A) => void;
export function threadsafe<A extends unknown[]>(
  f: (...args: A) => unknown,
  options: { readonly loop?: AbstractEventLoop | null } = {},
): (...args: A) => unknown {
  if (typeof f !== "function") throw new TypeError(`a function was expected, got ${repr(f)}`);
  const target: Target = {
    loop: options.loop ?? getRunningLoop(),
    answers: isCoroutineFunction(f),
    f: f as (...args: unknown[]) => unknown,
  };
  const standIn = (...args: A): unknown =>
    target.answers ? runTarget(target, args) : scheduleTarget(target, args);
  targets.set(standIn, target);
  return standIn;
}

/** @internal What {@link threadsafe} made it of, or undefined. */
export function targetOf(value: unknown): Target | undefined {
  return typeof value === "function" ? targets.get(value) : undefined;
}

/** @internal Calls a plain function in the loop; what it raises goes to the loop's exception handler. */
export function scheduleTarget({ loop, f }: Target, args: readonly unknown[]): void {
  loop.callSoonThreadsafe(() => {
    if (isCoroutine(f(...args))) {
      throw new TypeError(`${repr(f)} is no generator function but gave a coroutine, which nobody awaits`);
    }
  });
}

/** @internal Runs a coroutine function in the loop. */
export function runTarget({ loop, f }: Target, args: readonly unknown[]): Promise<unknown> {
  return runCoroutineThreadsafe(f(...args) as Coroutine<unknown>, loop);
}
