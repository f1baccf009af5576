/**
 * How an awaited coroutine gets on its task's explicit stack.
 *
 * `yield* inner()` asks `inner()[Symbol.iterator]` for an iterator. A coroutine that belongs on the stack answers with
 * a delegate, whose first `next` pushes it and runs it at once; when it suspends, all the outer generators suspend with
 * it, and the task later resumes the innermost only. When that one ends, the task resumes the next outer one with the
 * result, which its `yield*` hands to the delegate, which says: done. Prior art: trampolines, and PEP 380's `yield
 * from` chain in CPython (`gi_yieldfrom`), which the interpreter walks on every resume.
 *
 * Two facts of the language carry this. `yield*` passes the inner iterator's result object outwards untouched, and it
 * calls `next` with one argument, while `for…of`, spread and destructuring call it with none.
 */
import { coroutineUsed, originTracking } from "./coroutine_origin.js";
import { RuntimeError } from "./exceptions.js";
import { stepTrap } from "./step_trap.js";
import { type AnyGenerator, nativeNext, nativeReturn, nativeThrow, PUSH, stepping } from "./stepping.js";
import type { Task } from "./tasks.js";
import { addAwaitFrame } from "./traceback.js";

/**
 * How many coroutines run nested on the engine's own stack before the task runs the next one itself. A nested first
 * run is the fastest; the bound makes the depth unlimited. 100 levels are some 300 native frames.
 */
const MAX_NESTING = 100;

/** On a coroutine that was awaited: whether it is still running. Absent on a new one. */
const AWAITED: unique symbol = Symbol("awaited");

type Marked = AnyGenerator & { [AWAITED]?: "running" | "finished" };

/**
 * @internal Marks a coroutine as awaited.
 * @throws {RuntimeError} when it was awaited before.
 */
export function markAwaited(generator: Marked): void {
  const state = generator[AWAITED];
  if (state !== undefined) {
    throw new RuntimeError(
      state === "running" ? "coroutine is being awaited already" : "cannot reuse already awaited coroutine",
    );
  }
  generator[AWAITED] = "running";
  if (originTracking.enabled) coroutineUsed(generator);
}

/** @internal Marks a coroutine as finished. */
export function markFinished(generator: Marked): void {
  generator[AWAITED] = "finished";
}

/** Runs `generator` for the first time, on top of the task's stack, inside of the native run of the one below. */
function runNested(task: Task<unknown>, generator: AnyGenerator): IteratorResult<unknown, unknown> {
  const stack = task._stack;
  const depth = stack.push(generator) - 1;
  task._nesting++;
  let result: IteratorResult<unknown, unknown>;
  try {
    const trap = stepTrap.current;
    result =
      trap === null
        ? nativeNext.call(generator, undefined)
        : trap.next(task, generator, depth, true, undefined);
  } catch (error) {
    stack.length = depth;
    task._nesting--;
    markFinished(generator);
    throw error;
  }
  task._nesting--;
  if (result.done === true) {
    stack.pop();
    markFinished(generator);
  }
  return result;
}

/** The delegate of all `coroutine()` objects: the one to run is in `stepping.pending`, so that none is allocated. */
const sharedDelegate: Iterator<unknown, unknown, unknown> = {
  next(value?: unknown): IteratorResult<unknown, unknown> {
    const generator = stepping.pending;
    if (generator === null) return { done: true, value };
    // biome-ignore lint/complexity/noArguments: yield* calls with one argument, for...of with none
    if (arguments.length === 0) {
      stepping.pending = null;
      throw new TypeError("'coroutine' object is not iterable");
    }
    markAwaited(generator);
    const task = stepping.owner as Task<unknown>;
    if (task._nesting >= MAX_NESTING) return PUSH;
    stepping.pending = null;
    return runNested(task, generator);
  },
  throw(error: unknown): never {
    throw addAwaitFrame(error, sharedDelegate.throw as () => never);
  },
};

/** @internal `[Symbol.iterator]` of `coroutine()` objects. */
export function awaitOnStack(this: AnyGenerator): Iterator<unknown, unknown, unknown> {
  if (stepping.owner === null) return stepping.chain === null ? this : new RecordingDelegate(this);
  stepping.pending = this;
  return sharedDelegate;
}

/**
 * @internal `next`, `throw` and `return` for those who drive a generator by hand, `for…of` among them: what it awaits
 * is not the task's to resume, so it must not get on the task's stack.
 */
export const driven = {
  next(this: AnyGenerator, value: unknown): IteratorResult<unknown, unknown> {
    return drive(nativeNext, this, value);
  },
  throw(this: AnyGenerator, error: unknown): IteratorResult<unknown, unknown> {
    return drive(nativeThrow, this, error);
  },
  return(this: AnyGenerator, value: unknown): IteratorResult<unknown, unknown> {
    return drive(nativeReturn, this, value);
  },
};

type Method = (this: AnyGenerator, value: unknown) => IteratorResult<unknown, unknown>;

/** @internal As {@link driven}, for the body of an asynchronous generator: `chain` takes what suspends inside of it. */
export function driveBody(
  method: "next" | "throw",
  body: AnyGenerator,
  value: unknown,
  chain: AnyGenerator[] | null,
): IteratorResult<unknown, unknown> {
  return drive(method === "next" ? nativeNext : nativeThrow, body, value, chain);
}

function drive(
  method: Method,
  generator: AnyGenerator,
  value: unknown,
  chain: AnyGenerator[] | null = null,
): IteratorResult<unknown, unknown> {
  if (originTracking.enabled) coroutineUsed(generator);
  const { owner, chain: outerChain } = stepping;
  stepping.owner = null;
  stepping.chain = chain;
  try {
    return method.call(generator, value);
  } finally {
    stepping.owner = owner;
    stepping.chain = outerChain;
  }
}

/**
 * The delegate of a coroutine that the body of an asynchronous generator awaits while somebody looks on. It runs
 * natively, as all of them do there; on its way out, a suspension passes the delegates from the innermost to the outermost.
 */
export class RecordingDelegate implements Iterator<unknown, unknown, unknown> {
  readonly #generator: AnyGenerator;
  constructor(generator: AnyGenerator) {
    this.#generator = generator;
    if (originTracking.enabled) coroutineUsed(generator);
  }
  next(value?: unknown): IteratorResult<unknown, unknown> {
    // biome-ignore lint/complexity/noArguments: yield* calls with one argument, for...of with none
    if (arguments.length === 0) return drive(nativeNext, this.#generator, undefined);
    return this.#recorded(nativeNext.call(this.#generator, value));
  }
  throw(error: unknown): IteratorResult<unknown, unknown> {
    return this.#recorded(nativeThrow.call(this.#generator, error));
  }
  return(value?: unknown): IteratorResult<unknown, unknown> {
    // biome-ignore lint/complexity/noArguments: as above
    if (arguments.length === 0) return drive(nativeReturn, this.#generator, undefined);
    return this.#recorded(nativeReturn.call(this.#generator, value));
  }
  [Symbol.iterator](): Iterator<unknown, unknown, unknown> {
    return this;
  }
  #recorded(result: IteratorResult<unknown, unknown>): IteratorResult<unknown, unknown> {
    if (result.done !== true) stepping.chain?.push(this.#generator);
    return result;
  }
}

/** The delegate of a plain generator while the generator hook is installed. It may turn out to be an iteration. */
export class GeneratorDelegate implements Iterator<unknown, unknown, unknown> {
  readonly #generator: AnyGenerator;
  #state: "new" | "native" | "stacked" = "new";
  constructor(generator: AnyGenerator) {
    this.#generator = generator;
  }
  next(value?: unknown): IteratorResult<unknown, unknown> {
    if (this.#state === "stacked") return { done: true, value };
    // biome-ignore lint/complexity/noArguments: yield* calls with one argument, for...of with none
    if (arguments.length === 0) return this.#iterate();
    const task = stepping.owner;
    if (this.#state === "native" || task === null) return nativeNext.call(this.#generator, value);
    markAwaited(this.#generator);
    this.#state = "stacked";
    if (task._nesting >= MAX_NESTING) {
      stepping.pending = this.#generator;
      return PUSH;
    }
    const result = runNested(task, this.#generator);
    if (result.done === true || result === PUSH) return result;
    if (result.value === undefined || result.value === stepping.awaiting) return result;
    task._stack.pop(); // a plain value of a plain generator: whoever asked for it drives it on, not the task
    this.#state = "native";
    return result;
  }
  /** One step of `for…of`: the coroutines that the generator awaits could not be resumed by the task. */
  #iterate(): IteratorResult<unknown, unknown> {
    this.#state = "native";
    const result = drive(nativeNext, this.#generator, undefined);
    const awaiting = stepping.awaiting;
    if (awaiting !== null && result.done !== true && result.value === awaiting) stepping.swallowed();
    return result;
  }
  throw(error: unknown): IteratorResult<unknown, unknown> {
    if (this.#state === "stacked") throw addAwaitFrame(error, this.throw);
    return nativeThrow.call(this.#generator, error);
  }
  return(value: unknown): IteratorResult<unknown, unknown> {
    if (this.#state === "stacked") return { done: true, value };
    return drive(nativeReturn, this.#generator, value);
  }
  [Symbol.iterator](): Iterator<unknown, unknown, unknown> {
    return this;
  }
}
