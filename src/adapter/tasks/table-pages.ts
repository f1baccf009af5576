/**
 * A large table in pages: records in the order of their ids, tasks first, then resources. What is created meanwhile has a
 * higher id and comes later, what changes meanwhile is sent as a change, so that a page is never out of step.
 *
 * A cursor is the last task's id, or, once the tasks are through, -1 less the last resource's id.
 */
import type { WaitTable } from "./wait-graph.js";

export interface TablePage {
  readonly taskIds: readonly number[];
  readonly resourceIds: readonly number[];
  /** Absent: that was all. */
  readonly cursor?: number;
}

export class TablePages {
  readonly #table: WaitTable;
  /** Sorting is for the first page; the later ones find their place in it. */
  #tasks: readonly number[] = [];
  #resources: readonly number[] = [];

  constructor(table: WaitTable) {
    this.#table = table;
  }

  /** At most `count` records after `cursor`; without one, the first page. */
  page(count: number, cursor?: number): TablePage {
    if (cursor === undefined) {
      this.#tasks = sorted(this.#table.tasks);
      this.#resources = sorted(this.#table.resources);
    }
    let taskIds: readonly number[] = [];
    let after = -1 - (cursor ?? 0);
    if (cursor === undefined || cursor >= 0) {
      taskIds = following(this.#tasks, cursor ?? 0, count, this.#table.tasks);
      after = 0;
      if (taskIds.length === count) return { taskIds, resourceIds: [], cursor: taskIds.at(-1)! };
    }
    const resourceIds = following(this.#resources, after, count - taskIds.length, this.#table.resources);
    return taskIds.length + resourceIds.length < count
      ? { taskIds, resourceIds }
      : { taskIds, resourceIds, cursor: -1 - (resourceIds.at(-1) ?? after) };
  }
}

const sorted = (records: ReadonlyMap<number, unknown>): number[] => [...records.keys()].sort((a, b) => a - b);

/** Ids above `after`, at most `count`, of records that are still there. */
function following(
  ids: readonly number[],
  after: number,
  count: number,
  records: ReadonlyMap<number, unknown>,
): number[] {
  let low = 0;
  for (let high = ids.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (ids[middle]! > after) high = middle;
    else low = middle + 1;
  }
  const found: number[] = [];
  for (; low < ids.length && found.length < count; low++) if (records.has(ids[low]!)) found.push(ids[low]!);
  return found;
}
