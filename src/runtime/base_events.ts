/**
 * The event loop.
 *
 * Source: CPython 3.14 `Lib/asyncio/base_events.py`. A turn is the same: due timers join the ready queue, then exactly
 * the handles that are ready at that moment run. What differs is who waits between the turns: see `driver.ts`.
 */
import type { Body } from "./async_generators.js";
import { AsyncGenerators } from "./asyncgens.js";
import type { Context } from "./contextvars.js";
import type { Awaitable, Coroutine } from "./coroutines.js";
import { isDebugMode } from "./debug.js";
import { checkCallback, checkThread, runTimed } from "./debug_checks.js";
import { countDebugLoop } from "./debug_loops.js";
import { type Driven, HostDriver } from "./driver.js";
import { ensureFuture } from "./ensure_future.js";
import {
  type AbstractEventLoop,
  type CreateTaskOptions,
  type ExceptionContext,
  type ExceptionHandler,
  getRunningLoopOrNull,
  Handle,
  SystemEventLoop,
  setRunningLoop,
  type TaskFactory,
  TimerHandle,
} from "./events.js";
import { defaultExceptionHandler, dispatchException } from "./exception_handler.js";
import { RuntimeError } from "./exceptions.js";
import { Future } from "./futures.js";
import { TimerHeap } from "./heap.js";
import { type Host, host as nodeHost } from "./host.js";
import { observer } from "./instrumentation.js";
import { logger } from "./log.js";
import { registerLoop } from "./loop_registry.js";
import { OpenResources } from "./open_resources.js";
import { ReadyQueue } from "./ready_queue.js";
import { repr } from "./repr.js";
import { reportUnretrieved, watchUnretrieved } from "./retrieval.js";
import { TaskRegistry } from "./task_registry.js";
import { Task } from "./tasks.js";
import { closed, type Unclosed, watchUnclosed } from "./unclosed.js";

/** Timers that are due within this many seconds run now; CPython's `_clock_resolution` on Linux. */
const CLOCK_RESOLUTION_S = 1e-9;

/** Options of `new EventLoop`. */
export interface EventLoopOptions {
  /** The machine below; by default Node. A test gives one whose clock it drives. */
  readonly host?: Host;
}

/** The event loop itself; `newEventLoop` makes an `EventLoop`, which extends it. */
export abstract class BaseEventLoop extends SystemEventLoop implements AbstractEventLoop {
  slowCallbackDuration = 0.1;
  /** @internal */ _debug = false;
  /** @internal The task whose coroutine runs now. */ _currentTask: Task<unknown> | null = null;
  /** @internal */ readonly _tasks = new TaskRegistry();
  /** @internal */ readonly _ready = new ReadyQueue();
  /** @internal */ readonly _scheduled = new TimerHeap();
  /** @internal */ readonly _open = new OpenResources();
  /**
   * @internal The handle that runs now, null between two turns. Outside of debug mode it is noted only while somebody
   * observes, and not for a task's step, which costs the most that way: there `_currentTask` says it.
   */
  _currentHandle: Handle | null = null;
  /** @internal How many turns it has run. */ _turns = 0;
  /** @internal How many handles it has run, cancelled ones included. */ _handlesRun = 0;
  /** @internal The clock at the start of the turn, as the driver read it: it may be some turns old. */ _now = 0;
  readonly #asyncGenerators = new AsyncGenerators(this);
  readonly #host: Host;
  readonly #driver: HostDriver;
  #closed = false;
  #timerCount = 0;
  #failures: Future<unknown>[] = [];
  #exceptionHandler: ExceptionHandler | null = null;
  #taskFactory: TaskFactory | null = null;
  /** In debug mode, while it is not running: the warning that it was forgotten. */
  #unclosed: Unclosed | null = null;

  constructor(options: EventLoopOptions = {}) {
    super();
    this.#host = options.host ?? nodeHost;
    this.#driver = new HostDriver(this.#host, this.#driven());
    registerLoop(this);
    if (observer.current !== null) observer.current.loopCreated(this);
    if (isDebugMode()) this.setDebug(true);
  }

  override toString(): string {
    return `<${this.constructor.name} running=${this.#driver.running} closed=${this.#closed} debug=${this._debug}>`;
  }

  // ── running ──

  /** Runs until {@link stop} is called. @throws {RuntimeError} when it runs already, or is closed. */
  runForever(): Promise<void> {
    this._checkClosed();
    this.#checkRunning();
    const stopped = new Promise<void>((resolve, reject) => {
      this.#driver.start((failure) => {
        this._open.loopRuns(false);
        this.#watchUnclosed(this._debug);
        if (observer.current !== null) observer.current.loopChanged(this);
        if (failure === null) resolve();
        else reject(failure);
      });
    });
    this._open.loopRuns(true);
    this.#watchUnclosed(false);
    if (observer.current !== null) observer.current.loopChanged(this);
    return stopped;
  }

  /**
   * Runs until `future` is done, and gives its result or raises its exception. A coroutine becomes a task.
   * @throws {RuntimeError} when the loop runs already, or is closed; the promise rejects with one when it is stopped
   * before.
   */
  runUntilComplete<T>(future: Awaitable<T>): Promise<T> {
    this._checkClosed();
    this.#checkRunning();
    const target = ensureFuture(future, { loop: this });
    if (target !== future && target instanceof Task) target._keepQuietWhenDestroyed();
    const stop = () => this.stop();
    target.addDoneCallback(stop);
    return this.runForever().then(() => {
      target.removeDoneCallback(stop);
      if (!target.done()) throw new RuntimeError("Event loop stopped before Future completed.");
      return target.result();
    });
  }

  /** Ends `runForever` after the current turn. */
  stop(): void {
    this.#driver.stop();
  }

  /** Whether `runForever` or `runUntilComplete` is pending. */
  isRunning(): boolean {
    return this.#driver.running;
  }

  isClosed(): boolean {
    return this.#closed;
  }

  /** Drops whatever is scheduled, and reports what was left pending or unseen. @throws {RuntimeError} while it runs. */
  close(): void {
    if (this.#driver.running) throw new RuntimeError("Cannot close a running event loop");
    if (this.#closed) return;
    this.#watchUnclosed(false);
    if (this._debug) logger.current.debug(`Close ${this}`);
    this._open.close(this._debug);
    this._ready.clear();
    this._scheduled.clear();
    this._tasks.destroyAll();
    this.#watchFailures();
    reportUnretrieved(this);
    this.#closed = true;
    if (this._debug) countDebugLoop(-1);
    if (observer.current !== null) observer.current.loopChanged(this);
  }

  /** Seconds of the loop's monotonic clock. */
  time(): number {
    return this.#host.now();
  }

  // ── scheduling ──

  /** Calls `callback(...args)` in the next turn. @throws {RuntimeError} when the loop is closed. */
  callSoon<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    return this._callSoon(callback, args, null, "call_soon");
  }

  /**
   * As {@link callSoon}. JavaScript shares no objects between threads, so it makes no difference here; it exists for
   * code that is written for both.
   */
  callSoonThreadsafe<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    return this._callSoon(callback, args, null, "call_soon_threadsafe");
  }

  /** @internal With a context of its own; null: a copy of the current one. */
  _callSoon(
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
    context: Context | null,
    method = "call_soon",
  ): Handle {
    this._checkClosed();
    if (this._debug) {
      if (method !== "call_soon_threadsafe") checkThread(this);
      checkCallback(callback, method);
    }
    const handle = new Handle(callback, args, this, context);
    this._enqueue(handle);
    return handle;
  }

  callLater<A extends unknown[]>(delay: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    if (typeof delay !== "number") throw new TypeError("delay must not be None");
    return this.#callAt(this.time() + delay, callback, args, "call_at");
  }

  callAt<A extends unknown[]>(when: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    if (typeof when !== "number") throw new TypeError("when cannot be None");
    return this.#callAt(when, callback, args, "call_at");
  }

  #callAt(
    when: number,
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
    method: string,
  ): TimerHandle {
    this._checkClosed();
    if (this._debug) {
      checkThread(this);
      checkCallback(callback, method);
    }
    const timer = new TimerHandle(when, ++this.#timerCount, callback, args, this);
    this._scheduled.push(timer);
    if (this.#driver.running) this.#driver.arm();
    return timer;
  }

  /** @internal A timer that may be in the heap was cancelled. */
  _timerHandleCancelled(handle: TimerHandle): void {
    if (handle._scheduled) this._scheduled._timerCancelledCount++;
  }

  /** @internal Adds to the ready queue: what futures and tasks use. */
  _enqueue(handle: Handle): void {
    this._ready.push(handle);
    if (!this.#driver.armed && this.#driver.running) this.#driver.wake();
  }

  createFuture<T = unknown>(): Future<T> {
    return new Future<T>({ loop: this });
  }

  /** Schedules a coroutine as a task. @throws {RuntimeError} when the loop is closed. */
  createTask<T>(coroutine: Coroutine<T>, options: CreateTaskOptions = {}): Task<T> {
    this._checkClosed();
    if (this.#taskFactory !== null) return this.#taskFactory(this, coroutine, options);
    return new Task(coroutine, { loop: this, ...options });
  }

  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null && typeof factory !== "function") {
      throw new TypeError("task factory must be a callable or None");
    }
    this.#taskFactory = factory;
  }

  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  // ── shutting down ──

  /** @internal An asynchronous generator is iterated: it is closed by {@link shutdownAsyncgens}. */
  _asyncGeneratorStarted(body: Body): void {
    this.#asyncGenerators.started(body);
  }

  /** @internal It was forgotten in the middle. */
  _asyncGeneratorCollected(body: Body): void {
    this.#asyncGenerators.collected(body);
  }

  /** Closes the asynchronous generators that are still iterated, all at once. */
  shutdownAsyncgens(): Coroutine<void> {
    return this.#asyncGenerators.shutdown();
  }

  // ── errors and debug mode ──

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== "function") {
      throw new TypeError(`A callable object or None is expected, got ${repr(handler)}`);
    }
    this.#exceptionHandler = handler;
  }

  /** Logs the error, with where the object concerned was created, if debug mode has recorded it. */
  defaultExceptionHandler(context: ExceptionContext): void {
    defaultExceptionHandler(this, context);
  }

  /** Calls the exception handler that is set, or the default one. Never throws. */
  callExceptionHandler(context: ExceptionContext): void {
    dispatchException(this, context);
  }

  getDebug(): boolean {
    return this._debug;
  }

  /** Switches debug mode, at any time. */
  setDebug(enabled: boolean): void {
    const before = this._debug;
    this._debug = Boolean(enabled);
    if (before === this._debug) return;
    if (this.#closed) return;
    countDebugLoop(this._debug ? 1 : -1);
    this.#watchUnclosed(this._debug && !this.#driver.running);
    if (observer.current !== null) observer.current.loopChanged(this);
  }

  #watchUnclosed(wanted: boolean): void {
    if (wanted) this.#unclosed ??= watchUnclosed(this, `event loop ${this}`, () => countDebugLoop(-1));
    else if (this.#unclosed !== null) {
      closed(this.#unclosed);
      this.#unclosed = null;
    }
  }

  /** @internal @throws {RuntimeError} when the loop is closed. */
  _checkClosed(): void {
    if (this.#closed) throw new RuntimeError("Event loop is closed");
  }

  #checkRunning(): void {
    if (this.#driver.running) throw new RuntimeError("This event loop is already running");
    if (getRunningLoopOrNull() !== null) {
      throw new RuntimeError("Cannot run the event loop while another loop is running");
    }
  }

  /** @internal A future has failed: its exception is looked after at the end of the slice. */
  _watchException(future: Future<unknown>): void {
    this.#failures.push(future);
    if (!this.#driver.inSlice) this.#watchFailures();
  }

  #watchFailures(): void {
    const failures = this.#failures;
    if (failures.length === 0) return;
    this.#failures = [];
    for (const future of failures) {
      if (future._logTraceback) watchUnretrieved(future, future instanceof Task ? future.getName() : null);
    }
  }

  // ── turns ──

  #driven(): Driven {
    return {
      hasReady: () => this._ready.size > 0,
      nextTimer: () => this._scheduled.peek()?._when,
      runOnce: (now) => this.#runOnce(now),
      sliceStarted: () => setRunningLoop(this),
      sliceEnded: () => {
        setRunningLoop(null);
        this.#watchFailures();
      },
    };
  }

  /** One turn. */
  #runOnce(now: number): void {
    this._turns++;
    this._now = now;
    if (observer.current !== null) observer.current.turnStarted(this);
    const ready = this._ready;
    const scheduled = this._scheduled;
    if (scheduled.size > 0) {
      scheduled.removeCancelled();
      const end = now + CLOCK_RESOLUTION_S;
      for (let timer = scheduled.peek(); timer !== undefined; timer = scheduled.peek()) {
        if (timer._when >= end) break;
        scheduled.pop();
        if (timer._cancelled) scheduled._timerCancelledCount--;
        else ready.push(timer);
      }
    }
    this._handlesRun += ready.size;
    if (this._debug) runTimed(this, ready);
    else {
      for (let count = ready.size; count > 0; count--) {
        const handle = ready.shift();
        if (!handle._cancelled) handle._run();
      }
    }
    this._currentHandle = null;
    if (observer.current !== null) observer.current.turnEnded(this);
  }
}
