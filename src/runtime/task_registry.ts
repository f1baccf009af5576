/**
 * The pending tasks of a loop.
 *
 * CPython's loop keeps weak references only, so that a task nobody else refers to may vanish while it is pending
 * ("Task was destroyed but it is pending!"). Here the loop keeps its tasks alive, except in debug mode, where it refers
 * to those created since weakly, so that the mistake is found.
 */
import type { BaseEventLoop } from "./base_events.js";
import { coroutineName } from "./coroutines.js";
import type { CapturedStack } from "./debug.js";
import type { ExceptionContext } from "./events.js";
import { dispatchException } from "./exception_handler.js";
import { repr } from "./repr.js";
import { CollectedFuture } from "./retrieval.js";
import type { Task } from "./tasks.js";

/** @internal What is known of a weakly held task when it is gone. */
export class TaskRegistration {
  readonly reference: WeakRef<Task<unknown>>;
  readonly loop: BaseEventLoop;
  readonly #coroutine: string;
  readonly #createdAt: CapturedStack | null;
  #name: string;
  /** Whether its loss is worth a message. */
  logDestroyPending = true;
  constructor(task: Task<unknown>) {
    this.reference = new WeakRef(task);
    this.loop = task._loop;
    this.#name = task.getName();
    const name = coroutineName(task._coroutine);
    this.#coroutine = name === null ? "generator" : `${name}()`;
    this.#createdAt = task._sourceTraceback?.release() ?? null;
  }
  renamed(name: string): void {
    this.#name = name;
  }
  report(): void {
    const text = `<Task pending name=${repr(this.#name)} coro=<${this.#coroutine}>>`;
    reportDestroyed(this.loop, new CollectedFuture(text, this.#name), this.#createdAt);
  }
}

const collected = new FinalizationRegistry<TaskRegistration>((registration) => {
  registration.loop._tasks.lost(registration);
});

function reportDestroyed(loop: BaseEventLoop, task: object, createdAt: CapturedStack | null): void {
  const message = "Task was destroyed but it is pending!";
  const context: ExceptionContext = { message, task };
  if (createdAt !== null) context.sourceTraceback = createdAt;
  dispatchException(loop, context, "destroyed-pending");
}

/** @internal */
export class TaskRegistry {
  readonly #strong = new Set<Task<unknown>>();
  readonly #weak = new Set<TaskRegistration>();

  add(task: Task<unknown>): void {
    if (!task._loop._debug) {
      this.#strong.add(task);
      return;
    }
    const registration = new TaskRegistration(task);
    task._registration = registration;
    this.#weak.add(registration);
    collected.register(task, registration, registration);
  }
  delete(task: Task<unknown>): void {
    const registration = task._registration;
    if (registration === null) {
      this.#strong.delete(task);
      return;
    }
    task._registration = null;
    this.#weak.delete(registration);
    collected.unregister(registration);
  }
  pending(): Set<Task<unknown>> {
    const tasks = new Set(this.#strong);
    for (const registration of this.#weak) {
      const task = registration.reference.deref();
      if (task !== undefined) tasks.add(task);
    }
    return tasks;
  }
  /** A weakly held task was collected. */
  lost(registration: TaskRegistration): void {
    if (this.#weak.delete(registration) && registration.logDestroyPending) registration.report();
  }
  /** The loop is closed: none of its tasks will run again. */
  destroyAll(): void {
    for (const task of this.pending()) {
      this.delete(task);
      if (task._logDestroyPending) reportDestroyed(task._loop, task, task._sourceTraceback);
    }
    this.#weak.clear();
  }
}
