/**
 * Futures: a result that comes later, on an event loop.
 *
 * Source: CPython `Lib/asyncio/futures.py` and `base_futures.py`. For the debugger, two plain fields say what a future
 * stands for: `waitKind` and `waitResource`; `_callbacks` are the handles to schedule when it is done, among them a
 * `TaskStep` (`.task`) for every task that awaits it.
 */
import type { BaseEventLoop } from "./base_events.js";
import type { Context } from "./contextvars.js";
import type { Suspension } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { checkThread } from "./debug_checks.js";
import { type AbstractEventLoop, getEventLoop, Handle } from "./events.js";
import { CancelledError, InvalidStateError } from "./exceptions.js";
import { observer, type WaitKind } from "./instrumentation.js";
import { exceptionRepr, repr } from "./repr.js";
import { stepping } from "./stepping.js";

/** The state of a future, with the words that its text uses. */
export type FutureState = "PENDING" | "CANCELLED" | "FINISHED";

/** Options of `new Future`. */
export interface FutureOptions {
  /** The loop that it belongs to; by default the running loop, or the one that is set. */
  readonly loop?: AbstractEventLoop | null | undefined;
}

/** @internal The outcome of a future that nobody has looked at yet. */
export interface Unseen {
  /** Somebody has: it is not reported. */
  seen(): void;
}

/** Called, by the loop, when a future is done. */
export type DoneCallback<F> = (future: F) => unknown;

/** A result that comes later. Await it with `yield*`; native async code can `await` it. */
export class Future<T = unknown> implements PromiseLike<T> {
  /** @internal */ _state: FutureState = "PENDING";
  /** @internal Of a cancelled task: the error that ended it, until it is given out; see `_makeCancelledError`. */
  _result: T | undefined = undefined;
  /** @internal Null: none. */ _exception: unknown = null;
  /** @internal */ readonly _loop: BaseEventLoop;
  /** @internal Nothing, one handle, or several: nearly always there is one, so it needs no array. */
  _callbacks: Handle | Handle[] | null = null;
  /** @internal */ _cancelMessage: string | null = null;
  /** @internal Whether its exception is to be reported if nobody retrieves it. */ _logTraceback = false;
  /** @internal Reports it, when it is collected, as one that nobody has looked at. */
  _unseen: Unseen | null = null;
  /** @internal Where it was created; recorded in debug mode. */ _sourceTraceback: CapturedStack | null =
    null;
  /** What it stands for, or null for a bare future. */
  waitKind: WaitKind | null = null;
  /** The object that is waited on: the lock, the queue, the timer's handle, gather's children … */
  waitResource: object | null = null;

  constructor(options: FutureOptions = {}) {
    this._loop = (options.loop ?? getEventLoop()) as BaseEventLoop;
    if (this._loop._debug) this._sourceTraceback = captureStack();
  }

  /** The loop that it belongs to. */
  getLoop(): AbstractEventLoop {
    return this._loop;
  }

  /** Whether it has a result or an exception, or was cancelled. */
  done(): boolean {
    return this._state !== "PENDING";
  }

  /** Whether it was cancelled: done, with a {@link CancelledError}. */
  cancelled(): boolean {
    return this._state === "CANCELLED";
  }

  /**
   * Its result.
   * @throws its exception, if it has one; {@link CancelledError} if it was cancelled.
   * @throws {InvalidStateError} if it is not done.
   */
  result(): T {
    if (this._state === "FINISHED") {
      if (this._exception === null) {
        if (this._unseen !== null) this._see();
        return this._result as T;
      }
      this._retrieve();
      throw this._exception;
    }
    if (this._state === "CANCELLED") throw this._makeCancelledError();
    throw new InvalidStateError("Result is not set.");
  }

  /**
   * Its exception, or null if it has a result.
   * @throws {CancelledError} if it was cancelled.
   * @throws {InvalidStateError} if it is not done.
   */
  exception(): unknown {
    if (this._state === "CANCELLED") throw this._makeCancelledError();
    if (this._state !== "FINISHED") throw new InvalidStateError("Exception is not set.");
    this._retrieve();
    if (this._unseen !== null) this._see();
    return this._exception;
  }

  /**
   * Ends it with a result, and schedules its callbacks.
   * @throws {InvalidStateError} if it is done.
   */
  setResult(result: T): void {
    if (this._state !== "PENDING") throw new InvalidStateError("invalid state");
    this._finish(result);
  }

  /**
   * Ends it with an exception, and schedules its callbacks. An error class is instantiated.
   * @throws {InvalidStateError} if it is done.
   * @throws {TypeError} for null and undefined, which are no exception.
   */
  setException(exception: unknown): void {
    if (this._state !== "PENDING") throw new InvalidStateError("invalid state");
    if (exception === null || exception === undefined) throw new TypeError("invalid exception object");
    this._fail(isErrorClass(exception) ? new exception() : exception);
  }

  /** Cancels it and schedules its callbacks. @returns false if it is done already. */
  cancel(message: string | null = null): boolean {
    this._retrieve();
    if (this._state !== "PENDING") return false;
    this._state = "CANCELLED";
    this._cancelMessage = message;
    this._scheduleCallbacks();
    return true;
  }

  /** Calls `callback(future)` by the loop, in a later turn, once it is done; scheduled at once if it is. */
  addDoneCallback(callback: DoneCallback<this>, options: { context?: Context | null } = {}): void {
    const handle = new Handle(callback, [this], this._loop, options.context);
    this._addCallback(handle);
  }

  /** Takes a callback off. @returns how often it was there. */
  removeDoneCallback(callback: DoneCallback<this>): number {
    const list = this._handles();
    const rest = list.filter((handle) => handle._callback !== callback);
    if (rest.length < list.length) this._callbacks = rest.length === 0 ? null : rest;
    return list.length - rest.length;
  }

  /** For native async code: settles as the future does, once its loop has run. */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    const settled = new Promise<T>((resolve, reject) => {
      const settle = () => {
        try {
          resolve(this.result());
        } catch (error) {
          reject(error);
        }
      };
      // What is done needs no loop: it may be closed by now.
      if (this.done()) settle();
      else this.addDoneCallback(settle);
    });
    return settled.then(onFulfilled, onRejected);
  }

  /** Awaiting: `const result = yield* future`. */
  [Symbol.iterator](): Iterator<Suspension, T, unknown> {
    return this as unknown as Iterator<Suspension, T, unknown>;
  }

  /** @internal A future is its own iterator, so that awaiting one allocates nothing but the step's result. */
  next(): IteratorResult<Suspension, T> {
    if (this._state !== "PENDING") return { done: true, value: this.result() };
    if (stepping.awaiting !== null && stepping.owner !== null) stepping.swallowed();
    stepping.awaiting = this as Future<unknown>;
    return { done: false, value: this as Future<unknown> };
  }

  /** @internal The task throws into the coroutine; it passes at the `yield*`. */
  throw(error: unknown): never {
    throw error;
  }

  /** @internal */
  _finish(result: T): void {
    this._result = result;
    this._state = "FINISHED";
    if (this._callbacks !== null) this._scheduleCallbacks();
  }

  /** @internal */
  _fail(exception: unknown): void {
    this._exception = exception;
    this._state = "FINISHED";
    if (this._callbacks !== null) this._scheduleCallbacks();
    this._logTraceback = true;
    this._loop._watchException(this as Future<unknown>);
  }

  /** @internal Its exception counts as seen. */
  _retrieve(): void {
    if (!this._logTraceback) return;
    this._logTraceback = false;
    if (this._unseen !== null) this._see();
    if (observer.current !== null) observer.current.exceptionRetrieved(this as Future<unknown>);
  }
  /** @internal */
  _see(): void {
    const unseen = this._unseen;
    this._unseen = null;
    unseen?.seen();
  }

  /** @internal The error that awaiting it raises; the one that ended a task is given once, then new ones. */
  _makeCancelledError(): unknown {
    // A gather asks its children for it, also those that have ended otherwise: their results are no errors.
    if (this._state === "CANCELLED" && this._result !== undefined) {
      const error = this._result;
      this._result = undefined;
      return error;
    }
    return new CancelledError(this._cancelMessage ?? "");
  }

  /** @internal A list of its callbacks. */
  _handles(): readonly Handle[] {
    const callbacks = this._callbacks;
    return callbacks === null ? [] : Array.isArray(callbacks) ? callbacks : [callbacks];
  }

  /** @internal Schedules `handle` when it is done. */
  _addCallback(handle: Handle): void {
    if (this._state !== "PENDING") {
      // Whoever waits for an exception has not seen it yet.
      if (this._unseen !== null && this._exception === null) this._see();
      this._loop._checkClosed();
      this._loop._enqueue(handle);
    } else if (this._callbacks === null) this._callbacks = handle;
    else if (Array.isArray(this._callbacks)) this._callbacks.push(handle);
    else this._callbacks = [this._callbacks, handle];
  }

  /** @internal */
  _scheduleCallbacks(): void {
    const callbacks = this._callbacks;
    if (callbacks === null) return;
    if (observer.current !== null) observer.current.futureDone(this as Future<unknown>);
    this._callbacks = null;
    this._loop._checkClosed();
    if (this._loop._debug) checkThread(this._loop);
    if (Array.isArray(callbacks)) for (const handle of callbacks) this._loop._enqueue(handle);
    else this._loop._enqueue(callbacks);
  }

  /** @internal The words between the angle brackets of its text. */
  _reprInfo(): string[] {
    const info: string[] = [this._state.toLowerCase()];
    if (this._state === "FINISHED") {
      const failed = this._exception !== null;
      info.push(failed ? `exception=${exceptionRepr(this._exception)}` : `result=${repr(this._result)}`);
    }
    const callbacks = this._handles();
    if (callbacks.length > 0) info.push(callbacksRepr(callbacks));
    if (this._sourceTraceback !== null) info.push(`created at ${this._sourceTraceback.innermost}`);
    return info;
  }

  toString(): string {
    if (describing.has(this)) return "...";
    describing.add(this);
    try {
      return `<${this.constructor.name} ${this._reprInfo().join(" ")}>`;
    } finally {
      describing.delete(this);
    }
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Futures whose text is being made: one may be, through its callbacks and results, part of itself. */
const describing = new Set<object>();

function callbacksRepr(callbacks: readonly Handle[]): string {
  const text = (handle: Handle | undefined) => (handle === undefined ? "" : handle._callbackRepr());
  const count = callbacks.length;
  const first = text(callbacks[0]);
  if (count === 1) return `cb=[${first}]`;
  const last = text(callbacks[count - 1]);
  return count === 2 ? `cb=[${first}, ${last}]` : `cb=[${first}, <${count - 2} more>, ${last}]`;
}

function isErrorClass(value: unknown): value is new () => Error {
  return typeof value === "function" && (value === Error || value.prototype instanceof Error);
}

/** Whether it is a future (a task is one, too). */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}

/** Sets the result unless the future was cancelled meanwhile: what a timer or an I/O callback does. */
export function setResultUnlessCancelled<T>(future: Future<T>, result: T): void {
  if (!future.cancelled()) future.setResult(result);
}
