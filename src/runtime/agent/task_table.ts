/** The tasks of this copy of the runtime: records, what changed, and how a task looks on the wire. */
import type { Awaiting, NoLongerAwaited, Site, TaskInfo, TaskState, Wakeup } from "../../protocol/index.js";
import type { BaseEventLoop } from "../base_events.js";
import type { Task } from "../tasks.js";
import { type AwaitingContext, awaitingOf, COMPOSED_KINDS } from "./awaiting.js";
import { type BusyTime, stepTimes } from "./busy_time.js";
import { nameOfCoroutine } from "./coroutine_names.js";
import { EndedUnsent } from "./ended_unsent.js";
import { LargeWaits } from "./large_waits.js";
import { outcomeOf } from "./outcome.js";
import { resolveSite } from "./site.js";
import type { Slice } from "./source.js";
import { TaskRecord } from "./task_record.js";
import {
  BUSY_MS,
  DELAY_MS,
  LONGEST_DELAY_MS,
  LONGEST_STEP_MS,
  READY_MS,
  SUSPENDED_MS,
} from "./task_times.js";

/** Tasks with a captured stack that is not resolved, at most. */
const MAX_UNRESOLVED = 1_000;

/** How many tasks to encode between two looks at the clock. */
const TASKS_PER_CLOCK_READING = 16;

/** What is needed of the agent around. */
export interface TaskContext extends AwaitingContext {
  nextId(): number;
  loopIdOf(task: Task<unknown>): number;
  groupIdOf(group: object): number;
  isFrozen(task: Task<unknown>): boolean;
  readonly busy: BusyTime;
  changed(): void;
}

/** @internal */
export class TaskTable {
  readonly #context: TaskContext;
  readonly #records = new Map<number, TaskRecord>();
  readonly #collected = new FinalizationRegistry<number>((id) => this.#lost(id));
  /** Tasks that wait for several: what they await changes while they do not. */
  readonly #composed = new Set<TaskRecord>();
  /** Those of them that wait for very many. */ readonly #large = new LargeWaits();
  /** All records in the order of their ids, while somebody reads them page by page. */
  #ordered: TaskRecord[] | null = null;
  /** Tasks whose captured stack is not resolved, oldest first, in a ring. */
  readonly #unresolved: (TaskRecord | null)[] = new Array(MAX_UNRESOLVED).fill(null);
  #created = 0;
  #lastId = 0;
  #dirty: TaskRecord[] = [];
  /** Index of the first one that was not sent. */ #head = 0;
  readonly #endedUnsent = new EndedUnsent();
  #anyEnded = false;
  #dropped = 0;
  #forgotten: number[] = [];

  constructor(context: TaskContext) {
    this.#context = context;
  }

  /** Records a task that has just been created. */
  create(task: Task<unknown>, record: TaskRecord): void {
    task.probe = record;
    this.#records.set(record.id, record);
    this.#lastId = record.id;
    this.touch(record);
    if (record.captured !== null) this.#keepUnresolved(record);
  }

  /** Captured stacks are large: of many, those that have waited longest are resolved, unless the task has ended already. */
  #keepUnresolved(record: TaskRecord): void {
    const place = this.#created++ % MAX_UNRESOLVED;
    const oldest = this.#unresolved[place];
    this.#unresolved[place] = record;
    if (oldest !== null && oldest !== undefined && oldest.task?.done() === false) this.#resolve(oldest);
  }

  /** A task's record; one that was there before the agent woke gets its own now. */
  recordOf(task: Task<unknown>): TaskRecord {
    const known = task.probe;
    if (known instanceof TaskRecord) return known;
    const record = new TaskRecord(this.#context.nextId(), task);
    this.create(task, record);
    if (task.done()) this.#keepWhileReferred(record);
    return record;
  }

  /** Tasks that have not ended, with what is known of their time: see `TaskBreakpointContext`. */
  *pending(): Iterable<{ task: Task<unknown>; steps: number; suspendedMs: number; createdMs: number }> {
    for (const { task, steps, times, createdMs = 0 } of this.#records.values()) {
      if (task === null || task.done()) continue;
      yield { task, steps, suspendedMs: times[SUSPENDED_MS], createdMs };
    }
  }

  find(id: number): TaskRecord | undefined {
    return this.#records.get(id);
  }

  /** Takes note that a task has changed. */
  touch(record: TaskRecord): void {
    if (record.dirtyAt >= 0) return;
    record.dirtyAt = this.#dirty.length;
    this.#dirty.push(record);
    if (this.#dirty.length - this.#head === 1) this.#context.changed();
  }

  /** The tasks of a thread that run now have changed: steps are taken note of when they end. */
  touchRunning(loops: Iterable<BaseEventLoop>): void {
    for (const { _currentTask: task } of loops) if (task !== null) this.touch(this.recordOf(task));
  }

  /** Whether its end was sent long ago, and it was let go of. */
  isForgotten(record: TaskRecord): boolean {
    return this.#records.get(record.id) !== record;
  }

  /** A task has ended. */
  ended(record: TaskRecord): void {
    this.touch(record);
    this.#large.ended(record);
    this.#anyEnded = true;
    if (this.#endedUnsent.add(record.told)) return;
    this.#dropped++;
    // Whoever was told that it is pending is told that it is gone.
    if (record.told) this.#forgotten.push(record.id);
    this.#forget(record);
  }

  #forget(record: TaskRecord): void {
    const last = this.#dirty.pop();
    if (last !== undefined && last !== record) {
      this.#dirty[record.dirtyAt] = last;
      last.dirtyAt = record.dirtyAt;
    }
    record.dirtyAt = -1;
    this.#records.delete(record.id);
  }

  /** From now on the program's references alone keep a task. */
  #keepWhileReferred(record: TaskRecord): void {
    const { task } = record;
    if (task === null) return;
    record.task = null;
    record.reference = new WeakRef(task);
    this.#collected.register(task, record.id);
  }

  #lost(id: number): void {
    if (!this.#records.delete(id)) return;
    this.#forgotten.push(id);
    this.#context.changed();
  }

  /** Takes tasks that changed, in the order in which they did, as far as the slice goes. */
  takeChanges(slice: Slice): TaskInfo[] {
    if (this.#anyEnded) this.#touchComposed();
    const changes: TaskInfo[] = [];
    for (let count = 0; this.#head < this.#dirty.length; count++) {
      if (count >= slice.maxRecords) break;
      if (count % TASKS_PER_CLOCK_READING === 0 && count > 0 && performance.now() > slice.untilMs) break;
      const record = this.#dirty[this.#head++] as TaskRecord;
      record.dirtyAt = -1;
      const task = record.live;
      if (task === undefined) continue;
      const { told } = record;
      changes.push(this.#encode(task, record));
      if (task.done()) {
        this.#endedUnsent.remove(told);
      } else if (!task._loop._debug) continue;
      // In debug mode the loop does not keep its tasks either: one that nobody refers to is to be found out.
      this.#keepWhileReferred(record);
    }
    this.#dropSent();
    if (this.#dirty.length === 0) this.#endedUnsent.clear();
    return changes;
  }

  /** Moving the rest up costs as much as there is of it, so it is done when most was sent. */
  #dropSent(): void {
    if (this.#head < this.#dirty.length / 2) return;
    this.#dirty = this.#dirty.slice(this.#head);
    this.#head = 0;
    for (let index = 0; index < this.#dirty.length; index++)
      (this.#dirty[index] as TaskRecord).dirtyAt = index;
  }

  /** Enters what unsent tasks wait for into the table of resources. */
  discoverResources(): void {
    for (let index = this.#head; index < this.#dirty.length; index++) {
      const { task } = this.#dirty[index] as TaskRecord;
      const future = task?._futWaiter ?? null;
      if (future !== null && !future.done()) this.#context.resources.idFor(future);
    }
  }

  /** How many tasks changed that were not taken. */
  get backlog(): number {
    return this.#dirty.length - this.#head;
  }

  /** Whether `takeChanges` has left some. */
  get hasMore(): boolean {
    return this.#dirty.length > this.#head;
  }

  #touchComposed(): void {
    this.#anyEnded = false;
    for (const record of this.#composed) {
      const kind = record.task?._futWaiter?.waitKind;
      if (kind === null || kind === undefined || !COMPOSED_KINDS.has(kind)) this.#composed.delete(record);
      else this.touch(record);
    }
  }

  takeNoLongerAwaited(): NoLongerAwaited[] {
    return this.#large.take();
  }

  takeForgotten(): number[] {
    const forgotten = this.#forgotten;
    this.#forgotten = [];
    return forgotten;
  }

  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Counts all as sent. */
  discard(): void {
    for (const record of this.#dirty.slice(this.#head)) {
      record.dirtyAt = -1;
      record.wake.forget();
      this.#resolve(record);
      if (record.live?.done() === true) this.#keepWhileReferred(record);
    }
    this.#dirty = [];
    this.#head = 0;
    this.#forgotten = [];
    this.#large.take();
    this.#endedUnsent.clear();
    this.#dropped = 0;
  }

  /** Forgets all tasks. */
  clear(): void {
    this.discard();
    for (const { live } of this.#records.values()) if (live !== undefined) live.probe = null;
    this.#records.clear();
    this.#composed.clear();
    this.#large.clear();
    this.#unresolved.fill(null);
    this.#ordered = null;
  }

  /** Tasks with ids above `after`, in the order of their ids. */
  page(after: number, slice: Slice): TaskInfo[] {
    // Whoever asks for what is behind all of them wants the loops alone, and often.
    if (after >= this.#lastId) return [];
    if (after === 0 || this.#ordered === null) this.#ordered = [...this.#records.values()];
    const ordered = this.#ordered;
    const page: TaskInfo[] = [];
    let index = firstAbove(ordered, after);
    for (; index < ordered.length; index++) {
      if (page.length >= slice.maxRecords) break;
      if (page.length % TASKS_PER_CLOCK_READING === 0 && page.length > 0 && performance.now() > slice.untilMs)
        break;
      const record = ordered[index] as TaskRecord;
      const task = record.live;
      if (task !== undefined) page.push(this.#encode(task, record));
    }
    if (index === ordered.length) this.#ordered = null;
    return page;
  }

  encode(record: TaskRecord): TaskInfo | undefined {
    const task = record.live;
    return task === undefined ? undefined : this.#encode(task, record);
  }

  /** The place in the user's program that created it, if it is known. */
  creationOf(record: TaskRecord): Site | undefined {
    this.#resolve(record);
    return record.createdStack[0];
  }

  /** Where it was created, as far as it is known; the captured stack is let go. */
  #resolve(record: TaskRecord): void {
    if (record.captured === null) return;
    record.createdStack = resolveSite(record.captured);
    record.captured = null;
  }

  /** What last made it runnable. */
  wakeup(record: TaskRecord): Wakeup | undefined {
    const { resources, idOf } = this.#context;
    if (record.yielded) record.wake.yielded();
    return record.wake.describe(record.times[READY_MS], resources, idOf);
  }

  #follow(task: Task<unknown>, record: TaskRecord, { taskIds = [] }: Awaiting): void {
    const recordOf = (inner: Task<unknown>) => this.recordOf(inner);
    if (!this.#large.follow(record, task._futWaiter!, taskIds.length, recordOf)) this.#composed.add(record);
    else this.#composed.delete(record);
  }

  #encode(task: Task<unknown>, record: TaskRecord): TaskInfo {
    record.told = true;
    this.#resolve(record);
    this.#context.busy.settle(record);
    const { times } = record;
    record.coroutine ??= nameOfCoroutine(task._coroutine);
    const awaiting = awaitingOf(task, record, this.#context);
    if (awaiting !== undefined && COMPOSED_KINDS.has(awaiting.kind)) this.#follow(task, record, awaiting);
    const unaware = this.#large.unaware(task, record);
    if (unaware !== undefined) this.touch(unaware);
    if (record.sentResourceId !== undefined && record.sentResourceId !== awaiting?.resourceId) {
      this.#context.resources.touchId(record.sentResourceId);
    }
    record.sentResourceId = awaiting?.resourceId;
    const outcome = outcomeOf(task, record.cancels?.at(-1)?.message);
    // Of its creation all else of a task tells, once it has run.
    const wokenBy =
      record.wake.cause === "created" && task._started && !record.yielded ? undefined : this.wakeup(record);
    const createdAt = record.createdStack[0];
    const groupId = task.taskGroup === null ? undefined : this.#context.groupIdOf(task.taskGroup);
    return {
      id: record.id,
      name: task.getName(),
      coroutine: record.coroutine,
      state: stateOf(task),
      loopId: this.#context.loopIdOf(task),
      ...(record.parentId === undefined ? {} : { parentId: record.parentId }),
      ...(groupId === undefined ? {} : { groupId }),
      ...(awaiting === undefined ? {} : { awaiting }),
      ...(this.#context.isFrozen(task) ? { frozen: true } : {}),
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(record.createdMs === undefined ? {} : { createdMs: Math.round(record.createdMs) }),
      ...(record.endedMs === 0 ? {} : { endedMs: Math.round(record.endedMs) }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(record.cancels === null ? {} : { cancels: [...record.cancels] }),
      ...(task._numCancelsRequested === 0 || task.done() ? {} : { cancelling: task._numCancelsRequested }),
      ...(wokenBy === undefined ? {} : { wokenBy }),
      counters: {
        steps: record.steps + (task._loop._currentTask === task && !task.done() ? 1 : 0),
        busyMs: microseconds(times[BUSY_MS]),
        longestStepMs: microseconds(times[LONGEST_STEP_MS]),
        stepTimes: stepTimes(record),
        delayMs: microseconds(times[DELAY_MS]),
        longestDelayMs: microseconds(times[LONGEST_DELAY_MS]),
        cancelRequests: record.cancelRequests,
      },
    };
  }
}

/** Index of the first record with an id above `after`, by bisection. */
function firstAbove(records: readonly TaskRecord[], after: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle] as TaskRecord).id > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Milliseconds with three decimals: the clock has no more to say. */
function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

function stateOf(task: Task<unknown>): TaskState {
  switch (task._state) {
    case "PENDING":
      return task._loop._currentTask === task ? "running" : "pending";
    case "CANCELLED":
      return "cancelled";
    case "FINISHED":
      return task._exception === null ? "done" : "failed";
  }
}
