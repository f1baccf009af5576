/**
 * Tasks: coroutines that run side by side on an event loop.
 *
 * Source: CPython `Lib/asyncio/tasks.py`, `base_tasks.py`; `gather`, `wait` and the others are in `tasks_*.ts`.
 *
 * For the debugger, on every task: `coroutineStack` (outermost first), `_futWaiter` (the future that it is suspended
 * on; null while it runs, is ready to run, or is done), `openTimeout` (the innermost open `timeout()`), `probe` (the
 * observer's own record), `_numCancelsRequested`, `_mustCancel`, `_coroutine`, `_context`. The handle that steps it is
 * a {@link TaskStep}, whose `task` is the task. A loop's pending tasks: `allTasks(loop)`.
 */
import { type Context, copyContext, enterContext, exitContext } from "./contextvars.js";
import { coroutineUsed, originTracking } from "./coroutine_origin.js";
import {
  type Coroutine,
  coroutineName,
  isCoroutine,
  isNativeGenerator,
  type Suspension,
  withDriven,
} from "./coroutines.js";
import { currentTaskOrNull } from "./current_task.js";
import { checkEndedTask, checkThread } from "./debug_checks.js";
import { markAwaited, markFinished } from "./delegates.js";
import { type AbstractEventLoop, getRunningLoopOrNull } from "./events.js";
import { CancelledError, InvalidStateError, RuntimeError } from "./exceptions.js";
import type { Frame } from "./frames.js";
import { Future } from "./futures.js";
import { observer } from "./instrumentation.js";
import type { Lock } from "./locks.js";
import { repr } from "./repr.js";
import { stepTrap } from "./step_trap.js";
import { type AnyGenerator, nativeNext, nativeThrow, PUSH, SWALLOWED, stepping } from "./stepping.js";
import type { TaskRegistration } from "./task_registry.js";
import { type PrintStackOptions, printTaskStack, type StackOptions, taskStack } from "./task_stack.js";
import { TaskStep } from "./task_step.js";
import { reportWaitCycle } from "./wait_cycles.js";

export { allTasks, currentTask, currentTaskOrNull } from "./current_task.js";
export { TaskStep } from "./task_step.js";

/** Options of `new Task`. */
export interface TaskOptions {
  /** The loop that runs it; by default the running loop, or the one that is set. */
  readonly loop?: AbstractEventLoop | null | undefined;
  /** By default `Task-1`, `Task-2` … */
  readonly name?: string | null | undefined;
  /** The context to run in; by default a copy of the current one. */
  readonly context?: Context | null | undefined;
  /** Run its first step at once, if the loop is running. */
  readonly eagerStart?: boolean | undefined;
}

/** An open `timeout()` around what a task does; a list, innermost first. */
export interface OpenTimeout {
  /** Its deadline in seconds of the loop's clock, or null for none. */
  when(): number | null;
  readonly outer: OpenTimeout | null;
  /** What `waitFor` awaits inside of it; absent for a plain `timeout()`. */
  readonly awaited?: object;
}

let taskCount = 0;

/** A coroutine that runs by itself; its result is the task's. Cancelling and naming work as in CPython 3.14. */
export class Task<T = unknown> extends Future<T> {
  /** @internal A number stands for `Task-<number>`. */ _name: string | number;
  /** @internal The coroutine that it was made of. */ readonly _coroutine: Coroutine<T>;
  /** @internal Outermost first; empty when it is done. */ readonly _stack: AnyGenerator[];
  /** @internal How many coroutines of the stack run nested on the engine's stack, in the current step. */
  _nesting = 0;
  /** @internal */ _started = false;
  /** @internal */ readonly _context: Context;
  /** @internal What it is suspended on. */ _futWaiter: Future<unknown> | null = null;
  /** @internal */ _mustCancel = false;
  /** @internal */ _numCancelsRequested = 0;
  /** @internal Thrown into the coroutine by the next step; an array, for anything can be thrown. */
  _errorToThrow: [unknown] | null = null;
  /** @internal */ readonly _step: TaskStep;
  /** @internal How the loop remembers it while it is pending. */ _registration: TaskRegistration | null =
    null;
  /** @internal Whether losing it while it is pending is worth a message. */ _logDestroyPending = true;
  /** The innermost `timeout()` that is open around what it does. */
  openTimeout: OpenTimeout | null = null;
  /** The lock that it acquired last, of those that it holds: the first of a list. */
  heldLock: Lock | null = null;
  /** The TaskGroup that it belongs to. */
  taskGroup: { readonly _parentTask: Task<unknown> | null } | null = null;
  /** The observer's own record of this task. */
  probe: unknown = null;

  /** @throws {TypeError} when `coroutine` is none. */
  constructor(coroutine: Coroutine<T>, options: TaskOptions = {}) {
    super(options);
    if (!isCoroutine(coroutine)) throw new TypeError(`a coroutine was expected, got ${repr(coroutine)}`);
    this._loop._checkClosed();
    if (this._loop._debug) checkThread(this._loop);
    this._name = options.name ?? ++taskCount;
    this._coroutine = coroutine;
    this._stack = [isNativeGenerator(coroutine) ? coroutine : adopt(coroutine)];
    this._context = options.context ?? copyContext();
    this._step = new TaskStep(this as Task<unknown>);
    if (originTracking.enabled) coroutineUsed(coroutine);
    if (observer.current !== null) observer.current.taskCreated(this as Task<unknown>, currentTaskOrNull());
    this._loop._tasks.add(this as Task<unknown>);
    if (options.eagerStart === true && getRunningLoopOrNull() === this._loop) this._startEagerly();
    else this._loop._enqueue(this._step);
  }

  /** The coroutine that it runs. */
  getCoro(): Coroutine<T> {
    return this._coroutine;
  }
  /** The context that it runs in. */
  getContext(): Context {
    return this._context;
  }
  /** Its name; by default `Task-1`, `Task-2` … */
  getName(): string {
    return typeof this._name === "string" ? this._name : `Task-${this._name}`;
  }
  /** @internal Losing it while it is pending is not worth a message: whoever made it does not hand it out. */
  _keepQuietWhenDestroyed(): void {
    this._logDestroyPending = false;
    if (this._registration !== null) this._registration.logDestroyPending = false;
  }
  /** Gives it a name: the text of any value. */
  setName(value: unknown): void {
    this._name = String(value);
    this._registration?.renamed(this._name);
  }

  /** Its coroutines, outermost first. Natively nested generators stand behind the one that awaits them. */
  get coroutineStack(): readonly AnyGenerator[] {
    return withDriven(this._stack);
  }

  /**
   * Its frames, outermost first: of its coroutines while it is suspended, of the running code while it runs, of the
   * traceback when it has failed; none when it has ended otherwise. CPython gives the outermost coroutine only.
   */
  getStack(options: StackOptions = {}): Frame[] {
    return taskStack(this as Task<unknown>, options);
  }

  /** Writes its frames, see {@link getStack}, with their source lines, as Python prints tracebacks. */
  printStack(options: PrintStackOptions = {}): void {
    printTaskStack(this as Task<unknown>, options);
  }

  /** @throws {RuntimeError} always: a task's result is its coroutine's. */
  override setResult(_result: T): never {
    throw new RuntimeError("Task does not support set_result operation");
  }
  /** @throws {RuntimeError} always: a task's exception is its coroutine's. */
  override setException(_exception: unknown): never {
    throw new RuntimeError("Task does not support set_exception operation");
  }

  /**
   * Asks the task to end: a `CancelledError` with this message is thrown into its coroutine by its next step. The
   * coroutine may clean up, and may decline. Counts as one request, see {@link cancelling}.
   * @returns false if it is done already.
   */
  override cancel(message: string | null = null): boolean {
    this._retrieve();
    if (this._state !== "PENDING") return false;
    this._numCancelsRequested++;
    if (observer.current !== null) {
      observer.current.cancelRequested(this as Task<unknown>, message, currentTaskOrNull());
    }
    // The awaited future stays: it may be a task that declines, to be cancelled again later.
    if (this._futWaiter?.cancel(message) === true) return true;
    this._mustCancel = true;
    this._cancelMessage = message;
    return true;
  }

  /** How many requests to cancel are open: calls of `cancel` less calls of `uncancel`. */
  cancelling(): number {
    return this._numCancelsRequested;
  }

  /** Takes one request to cancel back; for whoever asked, or has handled it. @returns how many remain. */
  uncancel(): number {
    if (this._numCancelsRequested > 0 && --this._numCancelsRequested === 0) this._mustCancel = false;
    return this._numCancelsRequested;
  }

  /** @internal Why it cannot take a step now. */
  _refuseStep(): never {
    if (this._state !== "PENDING") throw new InvalidStateError(`_step(): already done: ${this}`);
    throw new RuntimeError(
      `Cannot enter into task ${this} while another task ${this._loop._currentTask} is being executed.`,
    );
  }

  /** Resumes the innermost coroutine, and outwards each one whose awaited coroutine has ended. Never throws. */
  _resume(): void {
    const stack = this._stack;
    const outerOwner = stepping.owner;
    stepping.owner = this as Task<unknown>;
    if (outerOwner === null) stepping.awaiting = null; // of a coroutine that somebody drove by hand, outside of a task
    if (observer.stepStarts) observer.current?.taskStepStarted(this as Task<unknown>);
    let value: unknown;
    let throwing = false;
    let starting = false;
    if (this._errorToThrow !== null || this._mustCancel) {
      value = this._takeError();
      throwing = true;
    }
    this._futWaiter = null;
    if (!this._started) {
      this._started = true;
      starting = true;
      try {
        markAwaited(stack[0] as AnyGenerator);
      } catch (error) {
        stack.length = 0;
        stepping.owner = outerOwner;
        this._failed(error);
        return;
      }
    }
    for (;;) {
      const depth = stack.length - 1;
      const top = stack[depth] as AnyGenerator;
      stepping.pending = null;
      let result: IteratorResult<unknown, unknown>;
      try {
        const trap = stepTrap.current;
        if (trap === null) result = throwing ? nativeThrow.call(top, value) : nativeNext.call(top, value);
        else if (throwing) result = trap.throw(this as Task<unknown>, top, depth, starting, value);
        else result = trap.next(this as Task<unknown>, top, depth, starting, value);
      } catch (error) {
        stack.length = depth;
        markFinished(top);
        if (depth === 0) {
          stepping.owner = outerOwner;
          stepping.awaiting = null;
          this._failed(error);
          return;
        }
        value = error;
        throwing = true;
        starting = false;
        continue;
      }
      throwing = false;
      if (result.done === true) {
        stack.length = depth;
        markFinished(top);
        value = result.value;
        starting = false;
        if (depth > 0) continue;
        stepping.owner = outerOwner;
        this._returned(value as T);
        return;
      }
      if (result === PUSH) {
        stack.push(stepping.pending as unknown as AnyGenerator);
        value = undefined;
        starting = true;
        continue;
      }
      stepping.owner = outerOwner;
      this._suspended(result.value);
      return;
    }
  }

  /** What the next step throws: an error of the loop's own, or the cancellation that was asked for. */
  _takeError(): unknown {
    const error = this._errorToThrow === null ? null : this._errorToThrow[0];
    this._errorToThrow = null;
    if (!this._mustCancel) return error;
    this._mustCancel = false;
    if (error instanceof CancelledError) return error;
    const waiter = this._futWaiter;
    if (waiter === null) return this._makeCancelledError();
    if (waiter.cancelled()) return waiter._makeCancelledError();
    waiter._retrieve();
    // A cancelled gather is not a cancelled future: it is one that failed, with a CancelledError.
    return waiter._exception instanceof CancelledError ? waiter._exception : this._makeCancelledError();
  }

  /** @internal Not private methods, these: they would cost each task a field, and each call a check. */
  _suspended(value: unknown): void {
    const future = stepping.awaiting;
    stepping.awaiting = null;
    if (future !== null && value === future) {
      if (future._loop !== this._loop) {
        this._throwLater(`Task ${this} got Future ${future} attached to a different loop`);
      } else if (future === (this as Future<unknown>)) {
        this._throwLater(`Task cannot await on itself: ${this}`);
      } else {
        future._addCallback(this._step);
        this._futWaiter = future;
        if (this._mustCancel && future.cancel(this._cancelMessage)) this._mustCancel = false;
        if (this._loop._debug) reportWaitCycle(this as Task<unknown>);
      }
    } else if (future !== null) {
      this._throwLater(SWALLOWED);
    } else if (value === undefined || value === null) {
      this._loop._enqueue(this._step);
    } else if (value instanceof Future) {
      this._throwLater(`yield was used instead of yield* in task ${this} with ${value}`);
    } else if (isCoroutine(value)) {
      this._throwLater(`yield was used instead of yield* for generator in task ${this} with ${repr(value)}`);
    } else {
      this._throwLater(`Task got bad yield: ${repr(value)}`);
    }
    if (observer.current !== null) observer.current.taskSuspended(this as Task<unknown>, this._futWaiter);
  }
  /** @internal */
  _throwLater(message: string): void {
    this._errorToThrow = [new RuntimeError(message)];
    this._loop._enqueue(this._step);
  }
  /** @internal */
  _returned(value: T): void {
    const awaited = this._callbacks !== null;
    if (stepping.awaiting !== null) {
      stepping.awaiting = null;
      this._fail(new RuntimeError(SWALLOWED));
    } else if (this._mustCancel) {
      // It was cancelled in the very step in which its coroutine returned.
      this._mustCancel = false;
      super.cancel(this._cancelMessage);
    } else {
      this._finish(value);
    }
    this._ended(awaited);
  }
  /** @internal */
  _failed(error: unknown): void {
    const awaited = this._callbacks !== null;
    if (error instanceof CancelledError) {
      this._result = error as T;
      super.cancel();
    } else {
      this._fail(error ?? new RuntimeError(`coroutine raised ${error}`));
    }
    this._ended(awaited);
  }
  /** @internal */
  _ended(awaited: boolean): void {
    this._loop._tasks.delete(this as Task<unknown>);
    if (this._loop._debug) checkEndedTask(this as Task<unknown>, awaited);
    if (observer.current !== null) observer.current.taskDone(this as Task<unknown>);
  }
  /** @internal */
  _startEagerly(): void {
    const loop = this._loop;
    const previous = loop._currentTask;
    loop._currentTask = this as Task<unknown>;
    try {
      enterContext(this._context);
      try {
        this._resume();
      } finally {
        exitContext(this._context);
      }
    } finally {
      loop._currentTask = previous;
    }
  }

  /** @internal */
  override _reprInfo(): string[] {
    const info = super._reprInfo();
    if (this._numCancelsRequested > 0 && this._state === "PENDING") info[0] = "cancelling";
    const name = coroutineName(this._coroutine);
    info.splice(1, 0, `name=${repr(this.getName())}`, `coro=<${name === null ? "generator" : `${name}()`}>`);
    if (this._futWaiter !== null) info.splice(3, 0, `wait_for=${this._futWaiter}`);
    return info;
  }
}

/** A generator of the engine's own around a coroutine that is another kind of object. */
function* adopt<T>(coroutine: Coroutine<T>): Generator<Suspension, T, unknown> {
  return yield* { [Symbol.iterator]: () => coroutine };
}
