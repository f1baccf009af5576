/**
 * What a coroutine is: a generator that suspends with `yield*`, with exact types.
 *
 * `await x` is written `yield* x`, `async def f` is `function* f`. A generator object is a coroutine; it runs when
 * it is awaited, or wrapped in a task. Source: CPython `Lib/asyncio/coroutines.py`.
 *
 * Plain generators run natively: resuming one at depth n costs n. `coroutine()` gives the task an explicit stack
 * instead, so that a resume costs the same at any depth; see `delegates.ts`.
 */
import { originTracking, trackCoroutine } from "./coroutine_origin.js";
import { awaitOnStack, driven } from "./delegates.js";
import { Future } from "./futures.js";
import { GENERATOR_PROTOTYPE } from "./stepping.js";

/** What travels from a suspended coroutine to its task: the future it waits for, or nothing for one turn of the loop. */
export type Suspension = Future<unknown> | undefined;

/** A coroutine object with a result of type `T`: a generator that was not run yet, or is suspended. */
export type Coroutine<T> = Generator<Suspension, T, unknown>;

/** Whatever can be awaited with `yield*`: a coroutine, a future, a task, or an object whose iterator suspends. */
export interface Awaitable<T> {
  /** What `yield*` asks for: it gives what the task suspends with, and returns the result. */
  [Symbol.iterator](): Iterator<Suspension, T, unknown>;
}

/** The result type of an awaitable. */
export type Result<A> = A extends Awaitable<infer T> ? T : never;

/** A function that makes coroutines. */
export type CoroutineFunction = (...args: never[]) => Coroutine<unknown>;

/** On the prototype of a `coroutine()` function's generators: the function's name. */
const NAME: unique symbol = Symbol("coroutine name");

/** Functions made by {@link coroutine}. */
const coroutineFunctions = new WeakSet<object>();

const GeneratorFunction: unknown = Object.getPrototypeOf(function* () {}).constructor;

/**
 * Decorates a generator function, as the old `@asyncio.coroutine` did: its coroutines have a name, are reported in
 * debug mode when they are never awaited, and are resumed in constant time, however deep they are nested.
 * @throws {TypeError} for anything but a generator function.
 */
export function coroutine<F extends CoroutineFunction>(generatorFunction: F): F {
  if (!isGeneratorFunction(generatorFunction)) {
    throw new TypeError("coroutine() expects a generator function");
  }
  const { name, length, prototype } = generatorFunction;
  Object.defineProperties(prototype, {
    [Symbol.iterator]: { value: awaitOnStack, writable: true, configurable: true },
    next: { value: driven.next, writable: true, configurable: true },
    throw: { value: driven.throw, writable: true, configurable: true },
    return: { value: driven.return, writable: true, configurable: true },
  });
  nameCoroutines(prototype, name);
  const made = function (this: unknown, ...args: never[]): Coroutine<unknown> {
    const object = generatorFunction.apply(this, args);
    if (originTracking.enabled) trackCoroutine(object, name);
    return object;
  };
  Object.defineProperties(made, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
    prototype: { value: prototype },
  });
  coroutineFunctions.add(made);
  return made as unknown as F;
}

function isGeneratorFunction(value: unknown): boolean {
  return typeof value === "function" && value.constructor === GeneratorFunction;
}

/** Whether a call of it gives a coroutine: a generator function, or one made by {@link coroutine}. */
export function isCoroutineFunction(value: unknown): value is CoroutineFunction {
  return isGeneratorFunction(value) || (typeof value === "function" && coroutineFunctions.has(value));
}

/** Whether it is a coroutine object: a generator, or an object with a generator's methods. Futures are none. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  if (typeof value !== "object" || value === null) return false;
  if (isNativeGenerator(value)) return true;
  const candidate = value as Partial<Coroutine<unknown>>;
  return (
    typeof candidate.next === "function" &&
    typeof candidate.throw === "function" &&
    typeof candidate[Symbol.iterator] === "function" &&
    !(value instanceof Future)
  );
}

/** @internal Whether the engine itself made it. */
export function isNativeGenerator(value: object): boolean {
  return Object.prototype.isPrototypeOf.call(GENERATOR_PROTOTYPE, value);
}

/** @internal Names the coroutines with this prototype: what a generator function makes, or instances of a class. */
export function nameCoroutines(prototype: object, name: string): void {
  Object.defineProperty(prototype, NAME, { value: name });
}

/** @internal The name of the function that made the coroutine, or null: a plain generator does not know it. */
export function coroutineName(object: object): string | null {
  return (object as { [NAME]?: string })[NAME] ?? null;
}

const asyncGeneratorBodies = new WeakSet<object>();

/** @internal The generator runs the body of an asynchronous generator: a call graph says so. */
export function markAsyncGenerator<G extends object>(body: G): G {
  asyncGeneratorBodies.add(body);
  return body;
}

/** On a coroutine that drives a generator by hand: that generator. */
const INSIDE: unique symbol = Symbol("runs inside");

/** @internal `generator` runs inside of `driver`, which passes on what it awaits: a stack shows both. */
export function runsInside(driver: object, generator: object): void {
  (driver as { [INSIDE]?: object })[INSIDE] = generator;
}

/** On the body of an asynchronous generator: the coroutines that it awaits, innermost first. */
const AWAITED_INSIDE: unique symbol = Symbol("awaited inside");

/** @internal `body` was suspended by the innermost of the coroutines; null when nobody looked on. */
export function awaitsInside(body: object, coroutines: readonly object[] | null): void {
  (body as { [AWAITED_INSIDE]?: readonly object[] | null })[AWAITED_INSIDE] = coroutines;
}

/** @internal Whether {@link runsInside} was said of it. */
export function drivesByHand(driver: object | undefined): boolean {
  return driver !== undefined && INSIDE in driver;
}

/**
 * @internal A stack, outermost first, with the generators that are driven by hand, and what they await, behind who
 * drives them.
 */
export function withDriven<G extends object>(stack: readonly G[]): readonly G[] {
  if (!stack.some(drivesByHand)) return stack;
  const all: G[] = [];
  const left = [...stack].reverse();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    all.push(next);
    const inside = (next as { [INSIDE]?: G })[INSIDE];
    if (inside === undefined) continue;
    all.push(inside);
    left.push(...((inside as { [AWAITED_INSIDE]?: readonly G[] | null })[AWAITED_INSIDE] ?? []));
  }
  return all;
}

/** @internal Whether it was marked by {@link markAsyncGenerator}. */
export function isAsyncGeneratorBody(generator: object): boolean {
  return asyncGeneratorBodies.has(generator);
}
