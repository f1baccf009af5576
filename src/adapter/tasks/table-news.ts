/**
 * What has changed in the task table and was not told to the client: ids, for the records are in the table.
 *
 * A program may end tasks faster than a client can be told of any. So what is there comes before what was, and what went
 * before the client had heard of it is no news at all.
 */
import type { NoLongerAwaited, WarningInfo } from "../../protocol/index.js";

/** Warnings that wait for a client that reads slowly; the oldest go first. */
const WARNINGS_LIMIT = 1_000;

/** What changed since the last `take`. */
export interface TableDelta {
  readonly tasks: readonly number[];
  readonly noLongerAwaited: readonly NoLongerAwaited[];
  readonly removedTasks: readonly number[];
  readonly resources: readonly number[];
  readonly removedResources: readonly number[];
  readonly loops: boolean;
  readonly warnings: readonly WarningInfo[];
  readonly reset: boolean;
  /** There is more: ask again. */
  readonly more: boolean;
}

/** Which records the table has. */
interface Known {
  readonly tasks: { has(id: number): boolean };
  readonly resources: { has(id: number): boolean };
}

export class TableNews {
  /** Tasks that the client has never heard of. */
  readonly #unknown = new Set<number>();
  readonly #tasks = new Set<number>();
  /** Those that had ended before the client heard of them: history, and in no hurry. */
  readonly #endedUnknown = new Set<number>();
  /** Of tasks that have not changed otherwise. */
  #noLongerAwaited = new Map<number, number[]>();
  #removedTasks = new Set<number>();
  readonly #resources = new Set<number>();
  #removedResources = new Set<number>();
  #warnings: WarningInfo[] = [];
  #loops = false;
  #reset = false;

  /** Something but history waits to be told. */
  get isUrgent(): boolean {
    return (
      this.#tasks.size > 0 ||
      this.#resources.size > 0 ||
      this.#removedTasks.size > 0 ||
      this.#removedResources.size > 0 ||
      this.#noLongerAwaited.size > 0 ||
      this.#warnings.length > 0 ||
      this.#loops ||
      this.#reset
    );
  }

  /** Whether the client has heard of a task. */
  isKnown(id: number): boolean {
    return !this.#unknown.has(id);
  }

  /** @param isNew it was not in the table before */
  taskChanged(id: number, isPending: boolean, isNew: boolean): void {
    // One that went and has come again is known, if the client has not been told that it went.
    if (isNew && !this.#removedTasks.delete(id)) this.#unknown.add(id);
    const isHistory = !isPending && this.#unknown.has(id);
    (isHistory ? this.#endedUnknown : this.#tasks).add(id);
    (isHistory ? this.#tasks : this.#endedUnknown).delete(id);
  }

  /** Others wait for the task than before. */
  awaitersChanged(id: number): void {
    if (!this.#endedUnknown.has(id)) this.#tasks.add(id);
  }

  noLongerAwaits(id: number, ended: readonly number[]): void {
    this.#noLongerAwaited.set(id, (this.#noLongerAwaited.get(id) ?? []).concat(ended));
  }

  taskRemoved(id: number): void {
    this.#tasks.delete(id);
    this.#endedUnknown.delete(id);
    if (!this.#unknown.delete(id)) this.#removedTasks.add(id);
  }

  resourceChanged(id: number): void {
    this.#resources.add(id);
    this.#removedResources.delete(id);
  }

  resourceRemoved(id: number): void {
    this.#resources.delete(id);
    this.#removedResources.add(id);
  }

  loopsChanged(): void {
    this.#loops = true;
  }

  warning(warning: WarningInfo): void {
    this.#warnings.push(warning);
    if (this.#warnings.length > 2 * WARNINGS_LIMIT) this.#warnings = this.#warnings.slice(-WARNINGS_LIMIT);
  }

  rebuilt(): void {
    this.#reset = true;
  }

  /** The client begins to read everything: that the table was rebuilt before is no news to it. */
  readingBegins(): void {
    this.#reset = false;
  }

  /** The client has been told of these as they are now. */
  told(taskIds: Iterable<number>, resourceIds: Iterable<number>): void {
    for (const id of taskIds) {
      this.#unknown.delete(id);
      this.#tasks.delete(id);
      this.#endedUnknown.delete(id);
    }
    for (const id of resourceIds) this.#resources.delete(id);
  }

  /** The client has been told of all tasks, whatever changes it will still be told of. */
  toldAll(): void {
    this.#unknown.clear();
  }

  /**
   * What changed since the last call: at most `maxRecords` tasks and as many resources; undefined when nothing did.
   * @param maxHistory of the tasks, those that ended before the client heard of them
   */
  take(
    known: Known,
    maxRecords = Number.POSITIVE_INFINITY,
    maxHistory = Number.POSITIVE_INFINITY,
  ): TableDelta | undefined {
    if (!this.isUrgent && this.#endedUnknown.size === 0) return undefined;
    const tasks = takeFirst(this.#tasks, maxRecords);
    const history = takeFirst(this.#endedUnknown, Math.min(maxHistory, maxRecords - tasks.length));
    for (const id of history) tasks.push(id);
    for (const id of tasks) this.#unknown.delete(id);
    const resources = takeFirst(this.#resources, maxRecords);
    const delta: TableDelta = {
      tasks: tasks.filter((id) => known.tasks.has(id)),
      noLongerAwaited: Array.from(this.#noLongerAwaited, ([taskId, taskIds]) => ({ taskId, taskIds })),
      removedTasks: [...this.#removedTasks],
      resources: resources.filter((id) => known.resources.has(id)),
      removedResources: [...this.#removedResources],
      loops: this.#loops,
      warnings: this.#warnings.slice(-WARNINGS_LIMIT),
      reset: this.#reset,
      more: this.#tasks.size > 0 || this.#endedUnknown.size > 0 || this.#resources.size > 0,
    };
    this.#noLongerAwaited = new Map();
    this.#removedTasks = new Set();
    this.#removedResources = new Set();
    this.#warnings = [];
    this.#loops = false;
    this.#reset = false;
    return isEmpty(delta) ? undefined : delta;
  }
}

function isEmpty(delta: TableDelta): boolean {
  return Object.values(delta).every((part) => (Array.isArray(part) ? part.length === 0 : part === false));
}

/** Takes the oldest out of a set. */
function takeFirst(ids: Set<number>, count: number): number[] {
  const taken: number[] = [];
  for (const id of ids) {
    if (taken.length >= count) break;
    taken.push(id);
    ids.delete(id);
  }
  return taken;
}
