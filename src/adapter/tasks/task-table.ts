/**
 * What the adapter knows of the program's tasks: a reducer over the agent's batches and snapshots, without I/O.
 *
 * The channel keeps its order and records are whole, so applying whatever arrives, as it arrives, is right: a page of a
 * snapshot is at least as new as every batch before it, and every batch after it is newer.
 */
import {
  type ChangesMessage,
  type LoopInfo,
  type NoLongerAwaited,
  type ResourceInfo,
  type SnapshotPage,
  type TaskInfo,
  type WarningInfo,
  withoutAwaited,
} from "../../protocol/index.js";

/** Ended tasks that are kept once the program has let go of them. */
export const HISTORY_LIMIT_TASKS = 1_000;
const WARNINGS_LIMIT = 1_000;

const isPending = (task: TaskInfo): boolean => task.state === "pending" || task.state === "running";

/** What changed since the last `takeDelta`. Ids, for the records are in the table. */
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

export class TaskTable {
  readonly #tasks = new Map<number, TaskInfo>();
  readonly #resources = new Map<number, ResourceInfo>();
  readonly #loops = new Map<number, LoopInfo>();
  readonly #pending = new Set<number>();
  /** Who awaits a task: mostly one, which needs no set. */
  readonly #awaitedBy = new Map<number, number | Set<number>>();
  /** Ended and forgotten, oldest first. */
  readonly #history = new Set<number>();
  #warnings: WarningInfo[] = [];
  #dropped = 0;
  #seq: number | undefined;
  #unseen: { tasks: Set<number>; resources: Set<number> } | undefined;

  readonly #changedTasks = new Set<number>();
  /** Of tasks that have not changed otherwise. */
  #noLongerAwaited = new Map<number, number[]>();
  #removedTasks = new Set<number>();
  readonly #changedResources = new Set<number>();
  #removedResources = new Set<number>();
  #newWarnings: WarningInfo[] = [];
  #loopsChanged = false;
  #reset = false;

  get tasks(): ReadonlyMap<number, TaskInfo> {
    return this.#tasks;
  }
  get resources(): ReadonlyMap<number, ResourceInfo> {
    return this.#resources;
  }
  get loops(): ReadonlyMap<number, LoopInfo> {
    return this.#loops;
  }
  /** Ids of tasks that have not ended, in order of creation as far as known. */
  get pending(): ReadonlySet<number> {
    return this.#pending;
  }
  /** Records that the agent could not send, over the whole session. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Tasks that wait for this one directly. */
  awaitedBy(taskId: number): readonly number[] {
    const waiters = this.#awaitedBy.get(taskId);
    if (waiters === undefined) return [];
    return typeof waiters === "number" ? [waiters] : [...waiters];
  }

  /** Whether any task waits for this one directly. */
  isAwaited(taskId: number): boolean {
    return this.#awaitedBy.has(taskId);
  }

  /** The latest warnings of the program. */
  get warnings(): readonly WarningInfo[] {
    return this.#warnings;
  }

  warningsOf(taskId: number): readonly WarningInfo[] {
    return this.#warnings.filter((warning) => warning.taskId === taskId);
  }

  /** @returns true when records were lost on the way: take a snapshot. */
  apply(message: ChangesMessage): boolean {
    const gap = this.#seq !== undefined && message.seq !== this.#seq + 1;
    this.#seq = message.seq;
    this.#dropped += message.dropped;
    this.#records(message);
    for (const { taskId, taskIds } of message.noLongerAwaited ?? []) this.#awaitsNoLonger(taskId, taskIds);
    for (const warning of message.warnings) {
      this.#warnings.push(warning);
      this.#newWarnings.push(warning);
    }
    if (this.#warnings.length > WARNINGS_LIMIT) this.#warnings = this.#warnings.slice(-WARNINGS_LIMIT);
    for (const id of message.forgottenTasks) this.#forgetTask(id);
    for (const id of message.forgottenResources) this.#removeResource(id);
    return gap || (message.dropped > 0 && message.complete !== true);
  }

  /** Starts a rebuild: what no page and no later batch names is gone at `endSnapshot`. */
  beginSnapshot(): void {
    this.#unseen = { tasks: new Set(this.#tasks.keys()), resources: new Set(this.#resources.keys()) };
  }

  applyPage(page: SnapshotPage): void {
    this.#seq = Math.max(this.#seq ?? page.seq, page.seq);
    this.#records(page);
  }

  endSnapshot(): void {
    const unseen = this.#unseen;
    if (unseen === undefined) return;
    this.#unseen = undefined;
    for (const id of unseen.tasks) {
      if (this.#history.has(id)) continue;
      const task = this.#tasks.get(id);
      // It ended unseen: its last state is not known, so it cannot go into the history.
      if (task !== undefined && isPending(task)) this.#removeTask(id);
      else this.#forgetTask(id);
    }
    for (const id of unseen.resources) this.#removeResource(id);
    this.#reset = true;
  }

  /**
   * What changed since the last call, at most `maxRecords` tasks and as many resources; undefined when nothing did.
   */
  takeDelta(maxRecords = Number.POSITIVE_INFINITY): TableDelta | undefined {
    const tasks = takeFirst(this.#changedTasks, maxRecords);
    const resources = takeFirst(this.#changedResources, maxRecords);
    const delta: TableDelta = {
      tasks: tasks.filter((id) => this.#tasks.has(id)),
      noLongerAwaited: Array.from(this.#noLongerAwaited, ([taskId, taskIds]) => ({ taskId, taskIds })),
      removedTasks: [...this.#removedTasks],
      resources: resources.filter((id) => this.#resources.has(id)),
      removedResources: [...this.#removedResources],
      loops: this.#loopsChanged,
      warnings: this.#newWarnings,
      reset: this.#reset,
      more: this.#changedTasks.size > 0 || this.#changedResources.size > 0,
    };
    this.#noLongerAwaited = new Map();
    this.#removedTasks = new Set();
    this.#removedResources = new Set();
    this.#newWarnings = [];
    this.#loopsChanged = false;
    this.#reset = false;
    const empty =
      delta.tasks.length === 0 &&
      delta.noLongerAwaited.length === 0 &&
      delta.removedTasks.length === 0 &&
      delta.resources.length === 0 &&
      delta.removedResources.length === 0 &&
      delta.warnings.length === 0 &&
      !delta.loops &&
      !delta.more &&
      !delta.reset;
    return empty ? undefined : delta;
  }

  /** The client begins to read everything: that the table was rebuilt before is no news to it. */
  readingBegins(): void {
    this.#reset = false;
  }

  /** The client has been told of these as they are now. */
  told(taskIds: Iterable<number>, resourceIds: Iterable<number>): void {
    for (const id of taskIds) this.#changedTasks.delete(id);
    for (const id of resourceIds) this.#changedResources.delete(id);
  }

  #records(records: {
    readonly tasks: readonly TaskInfo[];
    readonly resources: readonly ResourceInfo[];
    readonly loops: readonly LoopInfo[];
  }): void {
    for (const task of records.tasks) this.putTask(task);
    this.putResources(records.resources);
    this.putLoops(records.loops);
  }

  /** Resources as they are this moment. */
  putResources(resources: readonly ResourceInfo[]): void {
    for (const resource of resources) {
      this.#unseen?.resources.delete(resource.id);
      this.#resources.set(resource.id, resource);
      this.#changedResources.add(resource.id);
      this.#removedResources.delete(resource.id);
    }
  }

  /** Loops as they are this moment. */
  putLoops(loops: readonly LoopInfo[]): void {
    for (const loop of loops) {
      this.#loops.set(loop.id, loop);
      this.#loopsChanged = true;
    }
  }

  /** A task as it is this moment. */
  putTask(received: TaskInfo): void {
    let task = received;
    if (!isPending(task) && task.awaiting !== undefined) {
      const { awaiting: _, ...ended } = task;
      task = ended;
    }
    const { id } = task;
    this.#unseen?.tasks.delete(id);
    this.#link(id, this.#tasks.get(id)?.awaiting?.taskIds, task.awaiting?.taskIds);
    this.#tasks.set(id, task);
    if (isPending(task)) this.#pending.add(id);
    else this.#pending.delete(id);
    this.#changedTasks.add(id);
    this.#removedTasks.delete(id);
  }

  /** The record of a task that waits for very many stays, without those that have ended. */
  #awaitsNoLonger(id: number, ended: readonly number[]): void {
    const task = this.#tasks.get(id);
    const left = task === undefined ? undefined : withoutAwaited(task, ended);
    if (left === undefined || left === task) return;
    this.#tasks.set(id, left);
    for (const target of ended) this.#unlink(target, id);
    this.#noLongerAwaited.set(id, (this.#noLongerAwaited.get(id) ?? []).concat(ended));
  }

  /** Keeps `awaitedBy`; a task whose waiters changed has changed. */
  #link(id: number, before: readonly number[] = [], after: readonly number[] = []): void {
    if (before.length === 0 && after.length === 0) return;
    const [was, is] = [new Set(before), new Set(after)];
    for (const target of was) {
      if (is.has(target)) continue;
      this.#unlink(target, id);
    }
    for (const target of is) {
      if (was.has(target)) continue;
      const waiters = this.#awaitedBy.get(target);
      if (waiters === undefined) this.#awaitedBy.set(target, id);
      else if (typeof waiters === "number") this.#awaitedBy.set(target, new Set([waiters, id]));
      else waiters.add(id);
      this.#changedTasks.add(target);
    }
  }

  #unlink(target: number, id: number): void {
    const waiters = this.#awaitedBy.get(target);
    if (waiters === id || (waiters instanceof Set && waiters.delete(id) && waiters.size === 0)) {
      this.#awaitedBy.delete(target);
    }
    this.#changedTasks.add(target);
  }

  #forgetTask(id: number): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    if (isPending(task)) {
      this.#removeTask(id);
      return;
    }
    this.#history.add(id);
    for (const oldest of this.#history) {
      if (this.#history.size <= HISTORY_LIMIT_TASKS) break;
      this.#removeTask(oldest);
    }
  }

  #removeTask(id: number): void {
    this.#link(id, this.#tasks.get(id)?.awaiting?.taskIds, []);
    if (!this.#tasks.delete(id)) return;
    this.#pending.delete(id);
    this.#history.delete(id);
    this.#changedTasks.delete(id);
    this.#removedTasks.add(id);
  }

  #removeResource(id: number): void {
    if (!this.#resources.delete(id)) return;
    this.#changedResources.delete(id);
    this.#removedResources.add(id);
  }
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
