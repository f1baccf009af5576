/**
 * Tasks that wait for very many: whose record, with a list of all of them, is not sent anew whenever one of them ends.
 *
 * A gather of a hundred thousand would have to say a hundred thousand times what is left of it, each time with up to a
 * megabyte. So it is told once, and from then on who has ended.
 */
import type { NoLongerAwaited } from "../../protocol/index.js";
import type { Future } from "../futures.js";
import { Task } from "../tasks.js";
import { composedOf } from "./awaited_tasks.js";
import type { TaskRecord } from "./task_record.js";

/** A list of so many ids is sent once. Shorter ones are sent whole, as records are. */
const LARGE_WAIT_TASKS = 1_000;

export class LargeWaits {
  /** The wait that each of these tasks was last told to be in. */
  readonly #waits = new Map<TaskRecord, Future<unknown>>();
  /** The tasks that wait for a group, by the group. */
  readonly #groups = new WeakMap<object, TaskRecord>();
  #ended = new Map<TaskRecord, number[]>();

  /**
   * A task is being told with what it waits for: from now on only with what it no longer waits for, if that is large,
   * and nothing but the end of tasks changes it.
   * @returns whether it is so.
   */
  follow(
    record: TaskRecord,
    future: Future<unknown>,
    count: number,
    recordOf: (task: Task<unknown>) => TaskRecord,
  ): boolean {
    if (count < LARGE_WAIT_TASKS || !isFlat(future)) {
      this.#waits.delete(record);
      return false;
    }
    this.#waits.set(record, future);
    if (future.waitKind === "taskGroup") this.#groups.set(future.waitResource as object, record);
    for (const inner of composedOf(future)) {
      if (inner instanceof Task && !inner.done()) recordOf(inner).addAwaiter(record);
    }
    return true;
  }

  /** A task has ended, on its own account or not. */
  ended(record: TaskRecord): void {
    this.#waits.delete(record);
    for (const awaiter of record.awaiters) {
      const future = this.#waits.get(awaiter);
      if (future === undefined) continue;
      if (awaiter.task?._futWaiter !== future) {
        this.#waits.delete(awaiter);
        continue;
      }
      const ids = this.#ended.get(awaiter);
      if (ids === undefined) this.#ended.set(awaiter, [record.id]);
      else ids.push(record.id);
    }
  }

  /** Who waits for the group of a task and was not told to wait for that task, as it came later. */
  unaware(task: Task<unknown>, { awaiters }: TaskRecord): TaskRecord | undefined {
    const waiting = task.taskGroup === null ? undefined : this.#groups.get(task.taskGroup);
    if (waiting === undefined || task.done() || awaiters.includes(waiting)) return undefined;
    return this.#waits.has(waiting) ? waiting : undefined;
  }

  /** Takes what was not sent. */
  take(): NoLongerAwaited[] {
    if (this.#ended.size === 0) return [];
    const taken = Array.from(this.#ended, ([{ id }, taskIds]) => ({ taskId: id, taskIds }));
    this.#ended = new Map();
    return taken;
  }

  clear(): void {
    this.#waits.clear();
    this.#ended.clear();
  }
}

/** Whether it waits for tasks alone: in a gather of gathers the end of one may be the end of the wait for others. */
function isFlat(future: Future<unknown>): boolean {
  for (const inner of composedOf(future)) if (!(inner instanceof Task || inner.done())) return false;
  return true;
}
