/**
 * `timeout` and `timeoutAt`: a deadline around a part of a task.
 *
 * Source: CPython 3.13 `Lib/asyncio/timeouts.py`. At the deadline the task is cancelled, and on the way out that
 * cancellation, unless somebody else asked for one besides, becomes a `TimeoutError`. Open timeouts are linked from
 * `task.openTimeout`, innermost first, so that a debugger knows the deadlines around a task.
 */
import { pythonTypeName } from "./bytes.js";
import type { Coroutine } from "./coroutines.js";
import { getRunningLoop, type Handle } from "./events.js";
import { BaseExceptionGroup, CancelledError, RuntimeError, TimeoutError } from "./exceptions.js";
import { currentTask, type OpenTimeout, type Task } from "./tasks.js";

/** The states of a timeout, with the words that its text uses. */
type TimeoutState = "created" | "active" | "expiring" | "expired" | "finished";

/** An asynchronous context manager that {@link timeout} and {@link timeoutAt} make; it can be entered once. */
export class Timeout implements OpenTimeout {
  /** The timeout that was open around the task when this one was entered. */
  outer: OpenTimeout | null = null;
  #state: TimeoutState = "created";
  #when: number | null;
  #timer: Handle | null = null;
  #task: Task<unknown> | null = null;
  /** How many requests to cancel the task were open when this was entered. */
  #cancelling = 0;

  /** With a deadline in seconds of the loop's clock, or null for none. */
  constructor(when: number | null) {
    this.#when = when;
  }

  /** The deadline, in seconds of the loop's clock, or null for none. */
  when(): number | null {
    return this.#when;
  }

  /** Whether the deadline has passed while it was active. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /**
   * Moves the deadline; null takes it away.
   * @throws {RuntimeError} when it is not active.
   */
  reschedule(when: number | null): void {
    if (this.#state === "created") throw new RuntimeError("Timeout has not been entered");
    if (this.#state !== "active") throw new RuntimeError(`Cannot change state of ${this.#state} Timeout`);
    this.#when = when;
    this.#timer?.cancel();
    this.#timer = null;
    if (when === null) return;
    const loop = getRunningLoop();
    this.#timer = when <= loop.time() ? loop.callSoon(this.#expire) : loop.callAt(when, this.#expire);
  }

  /** @throws {RuntimeError} when it was entered before, or outside of a task. */
  *aenter(): Coroutine<this> {
    if (this.#state !== "created") throw new RuntimeError("Timeout has already been entered");
    const task = currentTask();
    if (task === null) throw new RuntimeError("Timeout should be used inside a task");
    this.#state = "active";
    this.#task = task;
    this.#cancelling = task.cancelling();
    this.outer = task.openTimeout;
    task.openTimeout = this;
    this.reschedule(this.#when);
    return this;
  }

  /** @throws {TimeoutError} when it has expired, in place of the cancellation that it asked for. */
  *aexit(error: unknown): Coroutine<void> {
    const task = this.#task as Task<unknown>;
    this.#timer?.cancel();
    this.#timer = null;
    unlink(task, this);
    if (this.#state === "active") {
      this.#state = "finished";
    } else if (this.#state === "expiring") {
      this.#state = "expired";
      if (task.uncancel() > this.#cancelling || error === null) return;
      // Nobody else has asked to cancel the task, so the cancellation is ours.
      if (error instanceof CancelledError) throw new TimeoutError("", { cause: error });
      markCauses(error);
      if (error instanceof BaseExceptionGroup) for (const inside of error.exceptions) markCauses(inside);
    }
  }

  readonly #expire = (): void => {
    this.#state = "expiring";
    this.#timer = null;
    this.#task?.cancel();
  };

  toString(): string {
    const when = this.#when === null ? "None" : Math.round(this.#when * 1000) / 1000;
    return `<Timeout [${this.#state}]${this.#state === "active" ? ` when=${when}` : ""}>`;
  }
}

/** Takes a timeout out of its task's list; nearly always it is the first, as they nest. */
function unlink(task: Task<unknown>, timeout: Timeout): void {
  if (task.openTimeout === timeout) {
    task.openTimeout = timeout.outer;
    return;
  }
  for (let inner = task.openTimeout; inner instanceof Timeout; inner = inner.outer) {
    if (inner.outer === timeout) inner.outer = timeout.outer;
  }
}

/** Where an error was caused by the cancellation, says that that in turn was a timeout. */
function markCauses(error: unknown): void {
  for (let at = error; at instanceof Error && at.cause instanceof Error; at = at.cause) {
    if (!(at.cause instanceof CancelledError)) continue;
    at.cause = new TimeoutError("", { cause: at.cause });
    return;
  }
}

/**
 * A deadline in `delay` seconds, for `yield* asyncWith(timeout(5), function* () {…})`; null for none, to be set later by
 * `reschedule`. When it passes, the body is cancelled, and `asyncWith` raises `TimeoutError`.
 * @throws {RuntimeError} when no loop is running.
 * @throws {TypeError} for a delay that is no number.
 */
export function timeout(delay: number | null): Timeout {
  const loop = getRunningLoop();
  if (delay !== null && typeof delay !== "number") {
    throw new TypeError(`unsupported operand type(s) for +: 'float' and '${pythonTypeName(delay)}'`);
  }
  return new Timeout(delay === null ? null : loop.time() + delay);
}

/**
 * As {@link timeout}, with the deadline in seconds of the loop's clock (`loop.time()`).
 * @throws {RuntimeError} when it is entered outside of a task.
 */
export function timeoutAt(when: number | null): Timeout {
  return new Timeout(when);
}
