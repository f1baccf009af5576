/** The handle by which the loop steps a task. */
import { enterContext, exitContext } from "./contextvars.js";
import { Handle } from "./events.js";
import type { Task } from "./tasks.js";

/** The handle that runs a task's steps: one for each task, scheduled again and again. */
export class TaskStep extends Handle {
  readonly task: Task<unknown>;
  /** @internal */
  constructor(task: Task<unknown>) {
    super(null, [], task._loop, task._context);
    this.task = task;
    this._sourceTraceback = task._sourceTraceback;
  }
  /** @internal */
  override _run(): void {
    const context = this._context;
    try {
      enterContext(context);
      try {
        this.task._runStep();
      } finally {
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
