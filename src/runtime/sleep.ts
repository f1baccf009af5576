/** `sleep`. Source: CPython `Lib/asyncio/tasks.py`. */
import type { BaseEventLoop } from "./base_events.js";
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop } from "./events.js";
import { ValueError } from "./exceptions.js";
import { Future, setResultUnlessCancelled } from "./futures.js";

/**
 * Suspends for `delay` seconds, then gives `result`; a delay of zero or less lasts one turn of the loop.
 * @throws {ValueError} when the delay is NaN.
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function* sleep(delay: number, result?: unknown): Coroutine<unknown> {
  if (delay <= 0) {
    yield;
    return result;
  }
  if (Number.isNaN(delay)) throw new ValueError("Invalid delay: NaN (not a number)");
  const loop = getRunningLoop() as BaseEventLoop;
  const future = new Future<unknown>({ loop });
  const timer = loop.callLater(delay, setResultUnlessCancelled, future, result);
  future.waitKind = "sleep";
  future.waitResource = timer;
  try {
    return yield* future;
  } finally {
    timer.cancel();
  }
}
