/** `sleep`. Source: CPython `Lib/asyncio/tasks.py`. */
import type { BaseEventLoop } from "./base_events.js";
import { type Coroutine, nameCoroutines, type Suspension } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { ValueError } from "./exceptions.js";
import { Future, setResultUnlessCancelled } from "./futures.js";

/**
 * Suspends for `delay` seconds, then gives `result`; a delay of zero or less lasts one turn of the loop.
 * @throws {ValueError} when the delay is NaN.
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function sleep(delay: number, result?: unknown): Coroutine<unknown> {
  // A turn is all that many programs sleep for: an object of one field is a third cheaper than a generator.
  if (delay > 0 || Number.isNaN(delay)) return sleepFor(delay, result);
  return (result === undefined
    ? new OneTurn()
    : new OneTurnWithResult(result)) as unknown as Coroutine<unknown>;
}

/**
 * @internal What suspends a coroutine for a turn of the loop. `yield*` hands it outwards as it is: an asynchronous
 * generator tells it by that from an item that is undefined.
 */
export const SUSPENDED: IteratorResult<Suspension, never> = { done: false, value: undefined };

/** What ends a turn: shared, as `yield*` only reads it. */
const OVER: IteratorResult<never, undefined> = { done: true, value: undefined };

/** A coroutine that suspends once; CPython's `__sleep0`. */
class OneTurn implements Iterator<Suspension, unknown, unknown> {
  /** @internal */ _suspended = false;
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<Suspension, unknown> {
    if (this._suspended) return this._end();
    this._suspended = true;
    return SUSPENDED;
  }
  throw(error: unknown): never {
    throw error;
  }
  return(value: unknown): IteratorResult<Suspension, unknown> {
    this._suspended = true;
    return { done: true, value };
  }
  /** @internal */
  _end(): IteratorResult<Suspension, unknown> {
    return OVER;
  }
}

class OneTurnWithResult extends OneTurn {
  readonly #result: unknown;
  constructor(result: unknown) {
    super();
    this.#result = result;
  }
  override _end(): IteratorResult<Suspension, unknown> {
    return { done: true, value: this.#result };
  }
}

const sleepFor = function* sleep(delay: number, result: unknown): Coroutine<unknown> {
  if (Number.isNaN(delay)) throw new ValueError("Invalid delay: NaN (not a number)");
  const loop = getRunningLoop() as BaseEventLoop;
  const future = new Future<unknown>({ loop });
  const timer = loop.callLater(delay, setResultUnlessCancelled, future, result);
  timer._sleepDelay = delay;
  future.waitKind = "sleep";
  future.waitResource = timer;
  try {
    return yield* future;
  } finally {
    timer.cancel();
  }
};

for (const prototype of [OneTurn.prototype, sleepFor.prototype]) nameCoroutines(prototype, "sleep");
