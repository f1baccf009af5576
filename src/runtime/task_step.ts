/** The handle by which the loop steps a task. */
import { enterContext, exitContext } from "./contextvars.js";
import { Handle, NO_ARGUMENTS } from "./events.js";
import type { Task } from "./tasks.js";

/** The handle that runs a task's steps: one for each task, scheduled again and again. */
export class TaskStep extends Handle {
  readonly task: Task<unknown>;
  /** @internal */
  constructor(task: Task<unknown>) {
    super(null, NO_ARGUMENTS, task._loop, task._context);
    this.task = task;
    this._sourceTraceback = task._sourceTraceback;
  }
  /** @internal One step: runs the coroutine until it suspends or ends. */
  override _run(): void {
    const { task, _context: context } = this;
    const loop = task._loop;
    try {
      if (task._state !== "PENDING" || loop._currentTask !== null) task._refuseStep();
      enterContext(context);
      loop._currentTask = task;
      try {
        task._resume();
      } finally {
        // Also when cancelling in a circle of awaiting tasks overflowed the stack.
        loop._currentTask = null;
        exitContext(context);
      }
    } catch (error) {
      this._failed(error);
    }
  }
  /** @internal */
  override _callbackRepr(): string {
    return "Task.task_wakeup()";
  }
  override toString(): string {
    return this.task.toString();
  }
}
