/**
 * Tasks that a debugger holds back: what they wait for may come, but they do not take another step.
 *
 * A task is stepped by a handle of its own, which the loop runs. Holding it back is an own `_run` of that handle, in the
 * place of the inherited one: it takes note that the task is ready, and nothing else. So a program without frozen tasks
 * pays nothing, and a loop that is stopped in the middle of a turn is never touched.
 */
import type { TaskStep } from "../task_step.js";
import type { Task } from "../tasks.js";

/** @internal */
export class FrozenTasks {
  /** Whether the loop has wanted to step them meanwhile. */
  readonly #ready = new Map<Task<unknown>, boolean>();
  /** Who has frozen them last, where that is known. */
  readonly #clients = new Map<Task<unknown>, string | undefined>();

  /** A task that runs now is held back from its next step on. Safe at any point of the program; twice is safe. */
  freeze(task: Task<unknown>, client?: string): void {
    if (task.done()) return;
    this.#clients.set(task, client);
    if (this.#ready.has(task)) return;
    this.#ready.set(task, false);
    const hold = () => void this.#ready.set(task, true);
    Object.defineProperty(task._step, "_run", { value: hold, configurable: true, writable: true });
  }

  /** @returns its handle, if it is to be run now because the loop has wanted to; to be scheduled by the caller. */
  thaw(task: Task<unknown>): TaskStep | undefined {
    const ready = this.#ready.get(task);
    if (ready === undefined) return undefined;
    this.#ready.delete(task);
    this.#clients.delete(task);
    Reflect.deleteProperty(task._step, "_run");
    return ready && !task.done() ? task._step : undefined;
  }

  has(task: Task<unknown>): boolean {
    return this.#ready.has(task);
  }

  /** Those that a client has frozen. */
  by(client: string): readonly Task<unknown>[] {
    return [...this.#clients].filter(([, by]) => by === client).map(([task]) => task);
  }

  all(): readonly Task<unknown>[] {
    return [...this.#ready.keys()];
  }

  /** It ended in the step in which it was frozen. */
  ended(task: Task<unknown>): void {
    if (this.#ready.size > 0) this.thaw(task);
  }
}
