/**
 * Asynchronous generators: an `async def` with `yield` is `asyncGenerator(function* () {…})`, where `yield item` gives
 * an item to whoever iterates, and `yield* awaitable` awaits, as everywhere.
 *
 * Source: CPython `Objects/genobject.c` for the states and texts, PEP 525; `base_events.py` for the hooks. The body is
 * stepped by whoever awaits `anext`: what it awaits passes through, what it yields itself is the item. The two are told
 * apart by identity: of the future that is on its way to the task, and of what `sleep(0)` suspends with.
 */
import { type AsyncIteratorLike, StopAsyncIteration } from "./contextmanagers.js";
import {
  awaitsInside,
  type Coroutine,
  markAsyncGenerator,
  runsInside,
  type Suspension,
} from "./coroutines.js";
import { driveBody } from "./delegates.js";
import { getRunningLoopOrNull } from "./events.js";
import { GeneratorExit, RuntimeError } from "./exceptions.js";
import { Future } from "./futures.js";
import { SUSPENDED } from "./sleep.js";
import { type AnyGenerator, stepping } from "./stepping.js";

/** What a body that yields `Y` gives as items: whatever is not an await. */
export type Item<Y> = Exclude<Y, Suspension>;

/** The loop of an asynchronous generator, which closes it in the end; a `BaseEventLoop`. */
interface Hooks {
  _asyncGeneratorStarted(generator: Body): void;
  _asyncGeneratorCollected(generator: Body): void;
}

/** @internal The part that outlives the object: the loop closes it when the object is forgotten. */
export class Body {
  /** The object; once it is collected, undefined. */
  readonly owner: WeakRef<object>;
  state: "created" | "suspended" | "running" | "closed" = "created";
  #hooks: Hooks | null = null;
  readonly #generator: AnyGenerator;
  readonly #name: string;

  constructor(generator: AnyGenerator, name: string, owner: object) {
    this.#generator = markAsyncGenerator(generator);
    this.#name = name;
    this.owner = new WeakRef(owner);
  }

  /** Before its first step: the running loop gets to know it. */
  start(): void {
    if (this.#hooks !== null) return;
    this.#hooks = getRunningLoopOrNull() as unknown as Hooks | null;
    this.#hooks?._asyncGeneratorStarted(this);
  }

  /** Nobody can iterate it any more. */
  collected(): void {
    if (this.state !== "closed") this.#hooks?._asyncGeneratorCollected(this);
  }

  /** A coroutine that steps it, see {@link asyncGeneratorStep}. */
  step(method: Method, value: unknown, caller: string, owner: object | null): Coroutine<Outcome> {
    const stepper = asyncGeneratorStep(this, method, value, caller, owner);
    runsInside(stepper, this.#generator);
    return stepper;
  }

  /** One step. A stack tells a body by this method's name. @throws {RuntimeError} for an error that would mean the end. */
  stepBody(method: Method, value: unknown): IteratorResult<unknown, unknown> {
    const chain: AnyGenerator[] | null = stepping.hooked ? [] : null;
    awaitsInside(this.#generator, chain);
    try {
      return driveBody(method, this.#generator, value, chain);
    } catch (error) {
      if (!(error instanceof StopAsyncIteration)) throw error;
      throw new RuntimeError("async generator raised StopAsyncIteration", { cause: error });
    }
  }

  /** Whoever stepped it was closed in the middle: nobody can await what it might. */
  abandon(): void {
    try {
      this.stepBody("throw", new GeneratorExit());
    } catch (error) {
      if (!(error instanceof GeneratorExit)) throw error;
    }
  }

  /**
   * Ends it, by an error as in CPython. JavaScript's own `return` would do for a body by itself; but where a `finally`
   * block awaits, the generators around it forget that they are returning.
   */
  *close(): Coroutine<void> {
    if (this.state === "closed") return;
    let ended = true;
    try {
      ended = (yield* this.step("throw", new GeneratorExit(), "aclose", null)).done;
    } catch (error) {
      if (!(error instanceof GeneratorExit)) throw error;
    }
    if (ended) return;
    this.state = "closed";
    throw new RuntimeError("async generator ignored GeneratorExit");
  }

  toString(): string {
    return `<async_generator object ${this.#name}>`;
  }
}

type Method = "next" | "throw";

/** How a step of a body ended. */
interface Outcome {
  readonly done: boolean;
  readonly value: unknown;
}

/**
 * Steps a body until it yields an item or ends. `caller` is who is refused when somebody else is stepping it; `owner` is
 * not to be collected meanwhile.
 */
function* asyncGeneratorStep(
  body: Body,
  method: Method,
  value: unknown,
  caller: string,
  _owner: object | null,
): Coroutine<Outcome> {
  if (body.state === "running") {
    throw new RuntimeError(`${caller}(): asynchronous generator is already running`);
  }
  body.state = "running";
  let ended = true;
  let abandoned = false;
  try {
    let result = body.stepBody(method, value);
    while (isSuspension(result)) {
      let sent: unknown;
      let failed = false;
      abandoned = true;
      try {
        sent = yield* new PassedOn(result as IteratorResult<Suspension, never>);
      } catch (error) {
        sent = error;
        failed = true;
      }
      abandoned = false;
      result = body.stepBody(failed ? "throw" : "next", sent);
    }
    ended = result.done === true;
    return { done: ended, value: result.value };
  } finally {
    body.state = ended ? "closed" : "suspended";
    if (abandoned) body.abandon();
  }
}

/** Suspends with a result of an inner generator, itself: see {@link isSuspension}. */
class PassedOn implements Iterator<Suspension, unknown, unknown> {
  readonly #result: IteratorResult<Suspension, never>;
  #suspended = false;
  constructor(result: IteratorResult<Suspension, never>) {
    this.#result = result;
  }
  [Symbol.iterator](): this {
    return this;
  }
  next(value?: unknown): IteratorResult<Suspension, unknown> {
    if (this.#suspended) return { done: true, value };
    this.#suspended = true;
    return this.#result;
  }
  throw(error: unknown): IteratorResult<Suspension, unknown> {
    throw error;
  }
  return(value: unknown): IteratorResult<Suspension, unknown> {
    return { done: true, value };
  }
}

/** Whether the body awaits; everything else that it yields is an item, undefined among them. */
function isSuspension(result: IteratorResult<unknown, unknown>): boolean {
  if (result === SUSPENDED) return true;
  return result.done !== true && result.value instanceof Future && result.value === stepping.awaiting;
}

const forgotten = new FinalizationRegistry<Body>((body) => body.collected());

/** What an {@link asyncGenerator} function gives: an asynchronous iterator, whose items `asyncFor` goes through. */
export class AsyncGeneratorType<T> implements AsyncIteratorLike<T> {
  readonly #body: Body;

  /** @internal */
  constructor(generator: AnyGenerator, name: string) {
    this.#body = new Body(generator, name, this);
    forgotten.register(this, this.#body);
  }

  /** Itself. */
  aiter(): this {
    return this;
  }

  /** The next item. @throws {StopAsyncIteration} at the end. @throws {RuntimeError} while somebody else waits for it. */
  *anext(): Coroutine<T> {
    const body = this.#body;
    body.start();
    if (body.state === "closed") throw new StopAsyncIteration();
    return item<T>(yield* body.step("next", undefined, "anext", this));
  }

  /**
   * As {@link anext}; `value` is what `yield` gives in the body.
   * @throws {StopAsyncIteration} when it has ended.
   * @throws {TypeError} for a value before there was a `yield` to give it.
   */
  *asend(value: unknown): Coroutine<T> {
    const body = this.#body;
    body.start();
    if (body.state === "closed") throw new StopAsyncIteration();
    if (body.state === "created" && value !== undefined && value !== null) {
      throw new TypeError("can't send non-None value to a just-started async generator");
    }
    return item<T>(yield* body.step("next", value, "anext", this));
  }

  /** As {@link anext}; in the body, `yield` raises `error`. Nothing happens once it has ended. */
  *athrow(error: unknown): Coroutine<T | undefined> {
    const body = this.#body;
    body.start();
    if (body.state === "closed") return undefined;
    return item<T>(yield* body.step("throw", error, "athrow", this));
  }

  /**
   * Ends it: where it is, a {@link GeneratorExit} is raised, which must be let pass; `finally` blocks run, and may
   * await. Twice is safe.
   * @throws {RuntimeError} when it yields an item nevertheless.
   */
  *aclose(): Coroutine<void> {
    this.#body.start();
    yield* this.#body.close();
  }

  toString(): string {
    return String(this.#body);
  }
  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function item<T>({ done, value }: Outcome): T {
  if (done) throw new StopAsyncIteration();
  return value as T;
}

/**
 * Makes a function that gives asynchronous generators: in its body, `yield item` gives an item, and `yield* awaitable`
 * awaits. An item that is a future must be given in something else: its type would be taken for an await's.
 * @throws {TypeError} for anything but a generator function.
 */
export function asyncGenerator<A extends unknown[], Y>(
  generatorFunction: (...args: A) => Generator<Y, void, unknown>,
): (...args: A) => AsyncGeneratorType<Item<Y>> {
  const GeneratorFunction: unknown = Object.getPrototypeOf(function* () {}).constructor;
  if (typeof generatorFunction !== "function" || generatorFunction.constructor !== GeneratorFunction) {
    throw new TypeError("asyncGenerator() expects a generator function");
  }
  const { name, length } = generatorFunction;
  const made = function (this: unknown, ...args: A): AsyncGeneratorType<Item<Y>> {
    const generator = generatorFunction.apply(this, args);
    return new AsyncGeneratorType<Item<Y>>(generator as AnyGenerator, name || "<anonymous>");
  };
  Object.defineProperties(made, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  });
  return made;
}
