/**
 * What the adapter knows of the program's tasks: a reducer over the agent's batches and snapshots, without I/O.
 *
 * The channel keeps its order and records are whole, so applying whatever arrives, as it arrives, is right: a page of a
 * snapshot is at least as new as every batch before it, and every batch after it is newer.
 */
import {
  type ChangesMessage,
  type LoopInfo,
  type ResourceInfo,
  type SnapshotPage,
  type TaskInfo,
  type WarningInfo,
  withoutAwaited,
} from "../../protocol/index.js";
import { type TableDelta, TableNews } from "./table-news.js";

/** Ended tasks that are kept once the program has let go of them; as many again that the client had seen pending. */
export const HISTORY_LIMIT_TASKS = 1_000;
const WARNINGS_LIMIT = 1_000;

const isPending = (task: TaskInfo): boolean => task.state === "pending" || task.state === "running";

export class TaskTable {
  readonly #tasks = new Map<number, TaskInfo>();
  readonly #resources = new Map<number, ResourceInfo>();
  readonly #loops = new Map<number, LoopInfo>();
  readonly #pending = new Set<number>();
  /** Who awaits a task: mostly one, which needs no set. */
  readonly #awaitedBy = new Map<number, number | Set<number>>();
  /** Ended and forgotten, oldest first: those that the client had seen pending, and those that came and went. */
  readonly #history = { seen: new Set<number>(), passing: new Set<number>() };
  /** Ended, and seen by the client when they were pending. */
  readonly #seen = new Set<number>();
  #warnings: WarningInfo[] = [];
  #dropped = 0;
  #seq: number | undefined;
  #unseen: { tasks: Set<number>; resources: Set<number> } | undefined;

  /** What the client has not been told. */
  readonly #news = new TableNews();

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
      this.#news.warning(warning);
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
      if (this.#history.seen.has(id) || this.#history.passing.has(id)) continue;
      const task = this.#tasks.get(id);
      // It ended unseen: its last state is not known, so it cannot go into the history.
      if (task !== undefined && isPending(task)) this.#removeTask(id);
      else this.#forgetTask(id);
    }
    for (const id of unseen.resources) this.#removeResource(id);
    this.#news.rebuilt();
  }

  /** What changed since the last call; undefined when nothing did. See `TableNews.take`. */
  takeDelta(maxRecords?: number, maxHistory?: number): TableDelta | undefined {
    return this.#news.take(this, maxRecords, maxHistory);
  }

  /** Something waits to be told that is not only history. */
  get hasUrgentNews(): boolean {
    return this.#news.isUrgent;
  }

  /** The client begins to read everything: that the table was rebuilt before is no news to it. */
  readingBegins(): void {
    this.#news.readingBegins();
  }

  /** The client has been told of these as they are now. */
  told(taskIds: Iterable<number>, resourceIds: Iterable<number>): void {
    this.#news.told(taskIds, resourceIds);
  }

  /** The client has been told of all tasks, whatever changes it will still be told of. */
  toldAll(): void {
    this.#news.toldAll();
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
      this.#news.resourceChanged(resource.id);
    }
  }

  /** Loops as they are this moment. */
  putLoops(loops: readonly LoopInfo[]): void {
    for (const loop of loops) {
      this.#loops.set(loop.id, loop);
      this.#news.loopsChanged();
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
    const before = this.#tasks.get(id);
    this.#link(id, before?.awaiting?.taskIds, task.awaiting?.taskIds);
    this.#tasks.set(id, task);
    if (isPending(task)) this.#pending.add(id);
    else if (this.#pending.delete(id) && this.#news.isKnown(id)) this.#seen.add(id);
    this.#news.taskChanged(id, isPending(task), before === undefined);
  }

  /** The record of a task that waits for very many stays, without those that have ended. */
  #awaitsNoLonger(id: number, ended: readonly number[]): void {
    const task = this.#tasks.get(id);
    const left = task === undefined ? undefined : withoutAwaited(task, ended);
    if (left === undefined || left === task) return;
    this.#tasks.set(id, left);
    for (const target of ended) this.#unlink(target, id);
    this.#news.noLongerAwaits(id, ended);
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
      this.#news.awaitersChanged(target);
    }
  }

  #unlink(target: number, id: number): void {
    const waiters = this.#awaitedBy.get(target);
    if (waiters === id || (waiters instanceof Set && waiters.delete(id) && waiters.size === 0)) {
      this.#awaitedBy.delete(target);
    }
    this.#news.awaitersChanged(target);
  }

  #forgetTask(id: number): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    if (isPending(task)) {
      this.#removeTask(id);
      return;
    }
    const history = this.#seen.has(id) ? this.#history.seen : this.#history.passing;
    history.add(id);
    for (const oldest of history) {
      if (history.size <= HISTORY_LIMIT_TASKS) break;
      this.#removeTask(oldest);
    }
  }

  #removeTask(id: number): void {
    this.#link(id, this.#tasks.get(id)?.awaiting?.taskIds, []);
    if (!this.#tasks.delete(id)) return;
    this.#pending.delete(id);
    this.#seen.delete(id);
    this.#history.seen.delete(id);
    this.#history.passing.delete(id);
    this.#news.taskRemoved(id);
  }

  #removeResource(id: number): void {
    if (!this.#resources.delete(id)) return;
    this.#news.resourceRemoved(id);
  }
}
