/** `waitFor`: an awaitable with a deadline. Source: CPython 3.12 and later, `Lib/asyncio/tasks.py`. */
import { awaitedThrough } from "./awaited_by.js";
import type { BaseEventLoop } from "./base_events.js";
import { pythonTypeName } from "./bytes.js";
import { asyncWith } from "./contextmanagers.js";
import type { Awaitable, Coroutine } from "./coroutines.js";
import { ensureFuture, isAwaitable } from "./ensure_future.js";
import { getRunningLoop } from "./events.js";
import { CancelledError, TimeoutError } from "./exceptions.js";
import { Future } from "./futures.js";
import { Timeout } from "./timeouts.js";

/** The timeout that `waitFor` opens: it says what is awaited inside. */
class WaitForTimeout extends Timeout {
  readonly awaited: object;
  constructor(when: number | null, awaited: object) {
    super(when);
    this.awaited = awaited;
  }
}

/**
 * Awaits for at most `timeout` seconds (null: for ever), and gives what the awaitable gives. At the deadline the
 * awaitable is cancelled; `shield` it to avoid that. A coroutine runs in the task that waits.
 * @throws {TimeoutError} at the deadline, once the awaitable has ended.
 * @throws {TypeError} for what cannot be awaited, and for a timeout that is no number.
 */
export function* waitFor<T>(awaitable: Awaitable<T>, timeout: number | null): Coroutine<T> {
  const loop = getRunningLoop();
  if (timeout !== null && typeof timeout !== "number") {
    throw new TypeError(`'<=' not supported between instances of '${pythonTypeName(timeout)}' and 'int'`);
  }
  if (timeout !== null && timeout <= 0) {
    const future = ensureFuture(awaitable);
    if (future.done()) return future.result();
    yield* cancelAndWait(future);
    try {
      return future.result();
    } catch (error) {
      if (error instanceof CancelledError) throw new TimeoutError("", { cause: error });
      throw error;
    }
  }
  if (!isAwaitable(awaitable)) {
    throw new TypeError(`object ${pythonTypeName(awaitable)} can't be used in 'await' expression`);
  }
  const scope = new WaitForTimeout(timeout === null ? null : loop.time() + timeout, awaitable);
  return yield* asyncWith(scope, () => awaitable);
}

/** Cancels the future and waits until it has ended. It is not awaited itself, so that this wait can be cancelled. */
function* cancelAndWait(future: Future<unknown>): Coroutine<void> {
  const waiter = new Future<void>({ loop: getRunningLoop() as BaseEventLoop });
  waiter.waitKind = "waitFor";
  waiter.waitResource = future;
  const release = awaitedThrough(
    () => {
      if (!waiter.done()) waiter.setResult(undefined);
    },
    () => [waiter],
  );
  future.addDoneCallback(release);
  try {
    future.cancel();
    yield* waiter;
  } finally {
    future.removeDoneCallback(release);
  }
}
