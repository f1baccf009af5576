/**
 * TaskGroup: tasks that end together.
 *
 * Source: CPython 3.13 `Lib/asyncio/taskgroups.py`. When one task fails, the others and the body are cancelled; when all
 * have ended, their errors are raised together. The parent is cancelled by counting, so that a cancellation that came
 * from elsewhere at the same time is not lost.
 */
import { coroutineUsed } from "./coroutine_origin.js";
import type { Coroutine } from "./coroutines.js";
import { type AbstractEventLoop, type CreateTaskOptions, getRunningLoop } from "./events.js";
import { BaseExceptionGroup, CancelledError, KeyboardInterrupt, RuntimeError } from "./exceptions.js";
import type { Future } from "./futures.js";
import { currentTask, type Task } from "./tasks.js";

/** An asynchronous context manager: `yield* asyncWith(new TaskGroup(), function* (group) {…})`. */
export class TaskGroup {
  /** @internal Those of its tasks that are not done. */ readonly _tasks = new Set<Task<unknown>>();
  /** @internal The task that has entered it. */ _parentTask: Task<unknown> | null = null;
  #entered = false;
  #exiting = false;
  #aborting = false;
  #loop: AbstractEventLoop | null = null;
  /** Whether this group has asked its parent to cancel, which it must take back. */
  #parentCancelRequested = false;
  #errors: unknown[] = [];
  /** An error that is raised as it is, not in a group: the program was interrupted. */
  #baseError: unknown = null;
  /** What the parent waits for while it leaves; done when no task is left. */
  #allDone: Future<unknown> | null = null;

  /** @throws {RuntimeError} when it was entered before, or outside of a task. */
  *aenter(): Coroutine<this> {
    if (this.#entered) throw new RuntimeError(`TaskGroup ${this} has already been entered`);
    this.#loop ??= getRunningLoop();
    this._parentTask = currentTask(this.#loop);
    if (this._parentTask === null) {
      throw new RuntimeError(`TaskGroup ${this} cannot determine the parent task`);
    }
    this.#entered = true;
    return this;
  }

  /**
   * Waits for its tasks.
   * @throws {ExceptionGroup} of what the tasks and the body raised; a {@link BaseExceptionGroup} when one of
   * them is no `Exception`.
   */
  *aexit(error: unknown): Coroutine<void> {
    this.#exiting = true;
    if (isBaseError(error)) this.#baseError ??= error;
    let cancellation = error instanceof CancelledError ? error : null;
    // The body was cancelled, or has raised: its tasks are of no use any more.
    if (error !== null && !this.#aborting) this.#abort();
    cancellation = (yield* this.#waitForTasks()) ?? cancellation;
    if (this.#baseError !== null) throw this.#baseError;

    const parent = this._parentTask as Task<unknown>;
    // With no other request left, the cancellation was ours, and has done what it was for.
    if (this.#parentCancelRequested && parent.uncancel() === 0) cancellation = null;
    if (cancellation !== null && this.#errors.length === 0) throw cancellation;
    if (error !== null && !(error instanceof CancelledError)) this.#errors.push(error);
    if (this.#errors.length === 0) return;
    // The errors go first, but the parent stays cancelled: its next await will raise.
    if (parent.cancelling() > 0) {
      parent.uncancel();
      parent.cancel();
    }
    const errors = this.#errors;
    this.#errors = [];
    throw new BaseExceptionGroup("unhandled errors in a TaskGroup", errors);
  }

  /** Waits until no task is left. @returns the cancellation that came meanwhile, unless the group was ending anyway. */
  *#waitForTasks(): Coroutine<CancelledError | null> {
    let cancellation: CancelledError | null = null;
    // A loop, as the parent may be cancelled several times while it waits.
    while (this._tasks.size > 0) {
      this.#allDone ??= this.#createWaiter();
      try {
        yield* this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        if (!this.#aborting) {
          cancellation = error;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    return cancellation;
  }

  #createWaiter(): Future<unknown> {
    const waiter = (this.#loop as AbstractEventLoop).createFuture();
    waiter.waitKind = "taskGroup";
    waiter.waitResource = this;
    return waiter;
  }

  /**
   * Starts a task in this group. The options are those of `createTask`.
   * @throws {RuntimeError} when the group was not entered, has ended, or is being cancelled; the coroutine is closed.
   */
  createTask<T>(coroutine: Coroutine<T>, options: CreateTaskOptions = {}): Task<T> {
    if (!this.#entered) this.#refuse(coroutine, "has not been entered");
    if (this.#exiting && this._tasks.size === 0) this.#refuse(coroutine, "is finished");
    if (this.#aborting) this.#refuse(coroutine, "is shutting down");
    const task = (this.#loop as AbstractEventLoop).createTask(coroutine, options);
    task.taskGroup = this;
    if (task.done()) {
      this.#onTaskDone(task as Task<unknown>);
    } else {
      this._tasks.add(task as Task<unknown>);
      task.addDoneCallback((done) => this.#onTaskDone(done as Task<unknown>));
    }
    return task;
  }

  #refuse(coroutine: Coroutine<unknown>, why: string): never {
    coroutineUsed(coroutine);
    coroutine.return(undefined);
    throw new RuntimeError(`TaskGroup ${this} ${why}`);
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this._tasks) if (!task.done()) task.cancel();
  }

  #onTaskDone(task: Task<unknown>): void {
    this._tasks.delete(task);
    if (this._tasks.size === 0 && this.#allDone?.done() === false) this.#allDone.setResult(true);
    if (task.cancelled()) return;
    const exception = task.exception();
    if (exception === null) return;
    this.#errors.push(exception);
    if (isBaseError(exception)) this.#baseError ??= exception;
    const parent = this._parentTask as Task<unknown>;
    if (parent.done()) {
      const message = `Task ${task} has errored out but its parent task ${parent} is already completed`;
      (this.#loop as AbstractEventLoop).callExceptionHandler({ message, exception, task });
      return;
    }
    if (this.#aborting || this.#parentCancelRequested) return;
    // The body may be waiting for something else: cancelling the parent gets it out. aexit takes the request back.
    this.#abort();
    this.#parentCancelRequested = true;
    parent.cancel();
  }

  toString(): string {
    const words = ["<TaskGroup"];
    if (this._tasks.size > 0) words.push(`tasks=${this._tasks.size}`);
    if (this.#errors.length > 0) words.push(`errors=${this.#errors.length}`);
    if (this.#aborting) words.push("cancelling");
    else if (this.#entered) words.push("entered");
    return `${words.join(" ")}>`;
  }

  /** What `console.log` prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** An error that ends the program rather than a task: it is not put into a group. */
function isBaseError(error: unknown): boolean {
  return error instanceof KeyboardInterrupt;
}
