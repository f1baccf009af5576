/** Who takes from a queue, and who puts into it: the last ones of each. It hangs at `queue.probe`. */
import type { Task } from "../tasks.js";

/** Tasks that are remembered of each side. */
const REMEMBERED_TASKS = 8;

/** @internal */
export class QueueUse {
  readonly #ids = { get: [] as number[], put: [] as number[] };
  /** Something that is no task has used it on this side: the tasks alone tell nothing. */
  readonly #byOthers = { get: false, put: false };

  used(side: "get" | "put", task: Task<unknown> | null, idOf: (task: Task<unknown>) => number): void {
    if (task === null) {
      this.#byOthers[side] = true;
      return;
    }
    const ids = this.#ids[side];
    const id = idOf(task);
    if (ids.at(-1) === id) return;
    const known = ids.indexOf(id);
    if (known >= 0) ids.splice(known, 1);
    else if (ids.length === REMEMBERED_TASKS) ids.shift();
    ids.push(id);
  }

  /** Ids of the tasks, the last one last; undefined when others than tasks have used it, too. */
  tasks(side: "get" | "put"): readonly number[] | undefined {
    return this.#byOthers[side] ? undefined : [...this.#ids[side]];
  }
}
