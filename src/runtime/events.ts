/**
 * The event loop's interface, its handles, and which loop is running.
 *
 * Source: CPython 3.14 `Lib/asyncio/events.py`. "Running" means, in TypeScript: inside a callback or a task of that
 * loop. Native promise code that a coroutine started runs outside of it, and sees no running loop.
 */
import type { BaseEventLoop } from "./base_events.js";
import { type Context, copyContext, enterContext, exitContext } from "./contextvars.js";
import type { Awaitable, Coroutine } from "./coroutines.js";
import { type CapturedStack, captureStack } from "./debug.js";
import { RuntimeError } from "./exceptions.js";
import type { Executor } from "./executor.js";
import type { Future } from "./futures.js";
import type { Signal } from "./host_signals.js";
import { observer } from "./instrumentation.js";
import { callbackRepr } from "./repr.js";
import { SubprocessMethods } from "./subprocess_methods.js";
import type { Task } from "./tasks.js";
import type { ThreadPoolExecutor } from "./threads_pool.js";

/** What an exception handler is told. Keys are CPython's, in camelCase; a handler may find further ones. */
export interface ExceptionContext {
  /** What has happened. */
  message: string;
  /** The error, if there is one. */
  exception?: unknown;
  /** The future concerned. */
  future?: unknown;
  /** The task concerned. */
  task?: unknown;
  /** The handle whose callback has failed. */
  handle?: Handle;
  /** The asynchronous generator that could not be closed. */
  asyncgen?: unknown;
  /** Where the object concerned was created; recorded in debug mode. */
  sourceTraceback?: CapturedStack;
  /** Where the handle that was running was created; recorded in debug mode. */
  handleTraceback?: CapturedStack;
  [key: string]: unknown;
}

/** Called with an error that nobody caught; see `loop.setExceptionHandler`. */
export type ExceptionHandler = (loop: AbstractEventLoop, context: ExceptionContext) => void;

/** Options of `createTask`. */
export interface CreateTaskOptions {
  /** The task's name; by default `Task-1`, `Task-2` … */
  readonly name?: string | null | undefined;
  /** The context to run in; by default a copy of the current one. */
  readonly context?: Context | null | undefined;
  /** Run its first step at once, inside of `createTask`. */
  readonly eagerStart?: boolean | undefined;
}

/** Makes the task for `loop.createTask`; see `loop.setTaskFactory`. */
export type TaskFactory = <T>(
  loop: AbstractEventLoop,
  coroutine: Coroutine<T>,
  options: CreateTaskOptions,
) => Task<T>;

/** What an event loop has to do with the system around it; `unix_events.ts` implements it, over Node. */
export abstract class SystemEventLoop extends SubprocessMethods {
  /**
   * Calls `callback(...args)` in the loop whenever the process gets the signal; replaces the handler before.
   * @throws {ValueError} for what is no signal.
   * @throws {RuntimeError} for one that cannot be caught.
   * @throws {TypeError} for a coroutine function.
   */
  abstract addSignalHandler<A extends unknown[]>(
    signal: Signal,
    callback: (...args: A) => unknown,
    ...args: A
  ): void;
  /**
   * Takes the handler off.
   * @returns whether there was one.
   * @throws {ValueError} for what is no signal.
   */
  abstract removeSignalHandler(signal: Signal): boolean;
  /**
   * Calls `f(...args)` in a worker thread of the executor, null for the default one; arguments and result are
   * copied. Cancelling leaves a call that has begun running.
   * @throws {TypeError} for a function that uses variables around it.
   * @throws {RuntimeError} after the executor was shut down.
   */
  abstract runInExecutor<A extends unknown[], R>(
    executor: Executor | null,
    f: (...args: A) => R,
    ...args: A
  ): Future<Awaited<R>>;
  /**
   * What {@link AbstractEventLoop.runInExecutor} takes for null.
   * @throws {TypeError} for anything but a {@link ThreadPoolExecutor}.
   */
  abstract setDefaultExecutor(executor: ThreadPoolExecutor): void;
  /**
   * Waits for the threads of the default executor to end, at most `timeout` seconds, null for any time; no
   * more calls are taken. A `RuntimeWarning` says that the time was up.
   */
  abstract shutdownDefaultExecutor(timeout?: number | null): Coroutine<void>;
}

/** An event loop. Times are seconds of its own monotonic clock. */
export interface AbstractEventLoop extends SystemEventLoop {
  /**
   * Runs until {@link AbstractEventLoop.stop}.
   * @throws {RuntimeError} when it, or another loop in this thread, is running already, or it is closed.
   */
  runForever(): Promise<void>;
  /**
   * Runs until the future is done, or the task that is made of a coroutine, and gives its result.
   * @throws {RuntimeError} when the loop is running already or closed, or is stopped before.
   * @throws {TypeError} for what cannot be awaited.
   */
  runUntilComplete<T>(future: Awaitable<T>): Promise<T>;
  /** Ends {@link AbstractEventLoop.runForever} after the turn that is running, or the next one. */
  stop(): void;
  /**
   * Whether {@link AbstractEventLoop.runForever} or {@link AbstractEventLoop.runUntilComplete} is pending.
   */
  isRunning(): boolean;
  /** Whether it was closed. */
  isClosed(): boolean;
  /**
   * Drops all callbacks and shuts the default executor down, without waiting for it. Twice is safe.
   * @throws {RuntimeError} while it runs.
   */
  close(): void;
  /**
   * Closes the asynchronous generators that were iterated and have not ended; what fails goes to the
   * exception handler.
   */
  shutdownAsyncgens(): Coroutine<void>;
  /** Now, in seconds of the loop's monotonic clock. */
  time(): number;
  /**
   * Calls `callback(...args)` in the next turn, first come, first served.
   * @throws {RuntimeError} when the loop is closed.
   * @throws {TypeError} in debug mode, for what cannot be called and for coroutines.
   */
  callSoon<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle;
  /**
   * As {@link AbstractEventLoop.callSoon}, for callers outside of the loop: wakes it when it waits.
   * @throws {RuntimeError} when the loop is closed.
   */
  callSoonThreadsafe<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle;
  /**
   * Calls `callback(...args)` in `delay` seconds.
   * @throws {RuntimeError} when the loop is closed.
   * @throws {TypeError} for a delay of null.
   */
  callLater<A extends unknown[]>(delay: number, callback: (...args: A) => unknown, ...args: A): TimerHandle;
  /**
   * Calls `callback(...args)` at `when`, in seconds of {@link AbstractEventLoop.time}. Callbacks for the same
   * time run in the order in which they were made.
   * @throws {RuntimeError} when the loop is closed.
   * @throws {TypeError} for null.
   */
  callAt<A extends unknown[]>(when: number, callback: (...args: A) => unknown, ...args: A): TimerHandle;
  /** A pending future of this loop. */
  createFuture<T = unknown>(): Future<T>;
  /**
   * Makes a task that runs the coroutine; its first step is in the next turn.
   * @throws {RuntimeError} when the loop is closed.
   * @throws {TypeError} for what is no coroutine.
   */
  createTask<T>(coroutine: Coroutine<T>, options?: CreateTaskOptions): Task<T>;
  /**
   * What makes the tasks of {@link AbstractEventLoop.createTask}; null for `Task`.
   * @throws {TypeError} for what cannot be called.
   */
  setTaskFactory(factory: TaskFactory | null): void;
  /** What was given to {@link AbstractEventLoop.setTaskFactory}. */
  getTaskFactory(): TaskFactory | null;
  /** What was given to {@link AbstractEventLoop.setExceptionHandler}. */
  getExceptionHandler(): ExceptionHandler | null;
  /**
   * Who is told of errors that nobody caught; null for {@link AbstractEventLoop.defaultExceptionHandler}.
   * @throws {TypeError} for what cannot be called.
   */
  setExceptionHandler(handler: ExceptionHandler | null): void;
  /** Logs the error, with all that the context says. */
  defaultExceptionHandler(context: ExceptionContext): void;
  /** Tells the exception handler. One that fails is logged itself; this never throws. */
  callExceptionHandler(context: ExceptionContext): void;
  /** Whether debug mode is on. */
  getDebug(): boolean;
  /** Switches debug mode, at any time. */
  setDebug(enabled: boolean): void;
  /** In debug mode, a callback or a step that takes at least this many seconds is reported. CPython's default: 0.1. */
  slowCallbackDuration: number;
}

/** @internal All handles without arguments share it. */
export const NO_ARGUMENTS: readonly never[] = [];

/** A callback that is scheduled to run; returned by `loop.callSoon`. */
export class Handle {
  /** @internal */ _callback: ((...args: never[]) => unknown) | null;
  /** @internal */ _args: readonly unknown[];
  /** @internal */ readonly _loop: AbstractEventLoop;
  /** @internal */ readonly _context: Context;
  /** @internal */ _cancelled = false;
  /** @internal */ _sourceTraceback: CapturedStack | null = null;
  /** @internal Its text from before it was cancelled, in debug mode. */ _repr: string | null = null;

  constructor(
    callback: ((...args: never[]) => unknown) | null,
    args: readonly unknown[],
    loop: AbstractEventLoop,
    context?: Context | null,
  ) {
    this._callback = callback;
    this._args = args;
    this._loop = loop;
    this._context = context ?? copyContext();
    if (callback !== null && loop.getDebug()) this._sourceTraceback = captureStack();
  }
  /** The context that the callback runs in. */
  getContext(): Context {
    return this._context;
  }
  /** The callback will not be called. Cancelling twice is safe. */
  cancel(): void {
    if (this._cancelled) return;
    this._cancelled = true;
    if (this._loop.getDebug()) this._repr = this.toString();
    this._callback = null;
    this._args = NO_ARGUMENTS;
  }
  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this._cancelled;
  }
  /** @internal Calls the callback; what it throws goes to the loop's exception handler. */
  _run(): void {
    const context = this._context;
    if (observer.current !== null) (this._loop as BaseEventLoop)._currentHandle = this;
    try {
      enterContext(context);
      try {
        (this._callback as (...args: unknown[]) => unknown)(...this._args);
      } finally {
        exitContext(context);
      }
    } catch (error) {
      this._failed(error);
    }
  }
  /** @internal */
  _failed(error: unknown): void {
    const callback = callbackRepr(this._callback, this._args, this._loop.getDebug());
    const context: ExceptionContext = {
      message: `Exception in callback ${callback}`,
      exception: error,
      handle: this,
    };
    if (this._sourceTraceback !== null) context.sourceTraceback = this._sourceTraceback;
    this._loop.callExceptionHandler(context);
  }
  /** @internal The words between the angle brackets of its text. */
  _reprInfo(): string[] {
    const info = [this.constructor.name];
    if (this._cancelled) info.push("cancelled");
    if (this._callback !== null) info.push(callbackRepr(this._callback, this._args, this._loop.getDebug()));
    if (this._sourceTraceback !== null) info.push(`created at ${this._sourceTraceback.innermost}`);
    return info;
  }
  /** @internal Its callback alone, for the text of a future. */
  _callbackRepr(): string {
    return callbackRepr(this._callback, [], false);
  }
  toString(): string {
    return this._repr ?? `<${this._reprInfo().join(" ")}>`;
  }
}

/** A callback that is scheduled for a time; returned by `loop.callLater` and `loop.callAt`. */
export class TimerHandle extends Handle {
  /** @internal Seconds of the loop's clock. */ readonly _when: number;
  /** @internal Whether it is in the loop's heap. */ _scheduled = false;
  /** @internal Of a timer that ends a `sleep`: how long that was asked to last, seconds. */
  _sleepDelay: number | undefined = undefined;
  /** @internal Order of creation: timers for the same time run first in, first out. */
  readonly _sequence: number;
  /** @internal */
  constructor(
    when: number,
    sequence: number,
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
    loop: AbstractEventLoop & { _timerHandleCancelled(handle: TimerHandle): void },
    context?: Context | null,
  ) {
    super(callback, args, loop, context);
    this._when = when;
    this._sequence = sequence;
    this.#loop = loop;
  }
  readonly #loop: { _timerHandleCancelled(handle: TimerHandle): void };
  /** When it will run, in seconds of `loop.time()`. */
  when(): number {
    return this._when;
  }
  override cancel(): void {
    if (!this._cancelled) this.#loop._timerHandleCancelled(this);
    super.cancel();
  }
  override _reprInfo(): string[] {
    const info = super._reprInfo();
    info.splice(this._cancelled ? 2 : 1, 0, `when=${this._when}`);
    return info;
  }
}

/** Which loop runs now, and which one is set. One object, so that the loop can swap it without a call. */
const loops: { running: AbstractEventLoop | null; set: AbstractEventLoop | null } = {
  running: null,
  set: null,
};

/**
 * The loop whose callback or task calls this.
 * @throws {RuntimeError} outside of one, native promise code included.
 */
export function getRunningLoop(): AbstractEventLoop {
  if (loops.running === null) throw new RuntimeError("no running event loop");
  return loops.running;
}

/** The running loop, or null. CPython's `_get_running_loop`. */
export function getRunningLoopOrNull(): AbstractEventLoop | null {
  return loops.running;
}

/** @internal For loops only. CPython's `_set_running_loop`. */
export function setRunningLoop(loop: AbstractEventLoop | null): void {
  loops.running = loop;
}

/**
 * The running loop, or else the one given to {@link setEventLoop}.
 * @throws {RuntimeError} when there is neither.
 */
export function getEventLoop(): AbstractEventLoop {
  const loop = loops.running ?? loops.set;
  if (loop === null) throw new RuntimeError("There is no current event loop in thread 'MainThread'.");
  return loop;
}

/** Sets what {@link getEventLoop} gives while no loop is running; null for none. */
export function setEventLoop(loop: AbstractEventLoop | null): void {
  loops.set = loop;
}
