/** Locks, queues and the other things that tasks wait for: their ids, and how they are this moment. */
import type { ResourceInfo } from "../../protocol/index.js";
import { Barrier } from "../barrier.js";
import type { BaseEventLoop } from "../base_events.js";
import type { Future } from "../futures.js";
import { Lock } from "../locks.js";
import { LoopBound } from "../mixins.js";
import { Queue } from "../queues.js";
import { Semaphore } from "../semaphores.js";
import { TaskGroup } from "../taskgroups.js";
import type { Task } from "../tasks.js";
import type { WaiterList } from "../waiters.js";
import { tasksAwaiting } from "./awaited_tasks.js";
import { QueueUse } from "./queue_use.js";

/** Kinds of waits whose `waitResource` is no resource: a timer, futures, a promise. */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set([
  "sleep",
  "gather",
  "wait",
  "waitFor",
  "shield",
  "asCompleted",
  "promise",
]);

/** How many queues are looked at for a changed size with each batch: putting an item where nobody waits is no event. */
const MAX_QUEUES_COMPARED = 1000;

/**
 * Waiters that are listed with a resource. Each task says for itself what it waits for, so that a list of many thousands
 * with every change would tell nothing new.
 */
const MAX_WAITERS = 1000;

interface ResourceRecord {
  readonly id: number;
  readonly kind: string;
  readonly reference: WeakRef<object>;
  sentSize: number | undefined;
}

/** What is needed of the agent around. */
export interface ResourceContext {
  nextId(): number;
  idOf(task: Task<unknown>): number;
  loopIdOf(loop: BaseEventLoop): number;
  changed(): void;
}

/** What is waited on, by the kind of the wait: `queue.get` and `queue.put` are waits for one and the same queue. */
function resourceKind(kind: string): string {
  if (kind === "accept") return "server";
  return kind === "connect" ? "connection" : kind.replace(/\..*/, "");
}

/** The name that the program gave it; of a thread its function, of a process its program. */
export function labelOf(resource: object): string | undefined {
  const name = resource instanceof LoopBound ? resource.name : (resource as { label?: unknown }).label;
  return typeof name === "string" ? name : undefined;
}

/** @internal */
export class ResourceTable {
  readonly #context: ResourceContext;
  readonly #known = new WeakMap<object, ResourceRecord>();
  readonly #records = new Map<number, ResourceRecord>();
  readonly #queues = new Set<ResourceRecord>();
  readonly #collected = new FinalizationRegistry<number>((id) => this.#lost(id));
  /** Those that have changed; held until they are sent. */ readonly #touched = new Set<object>();
  #forgotten: number[] = [];

  constructor(context: ResourceContext) {
    this.#context = context;
  }

  /** The id of the resource that stands behind a future; undefined when there is none. Its waiters have changed. */
  idFor(future: Future<unknown>): number | undefined {
    const { waitKind, waitResource } = future;
    if (waitKind === null || waitResource === null || WITHOUT_RESOURCE.has(waitKind)) return undefined;
    this.#touched.add(waitResource);
    return this.#record(waitResource, waitKind).id;
  }

  /** The id of a resource of this kind. */
  idOf(resource: object, kind: string): number {
    if (!this.#known.has(resource)) this.touch(resource);
    return this.#record(resource, kind).id;
  }

  /** Its holder has changed. Called on the way of every acquire and release, so it only takes note. */
  touch(resource: object): void {
    this.#touched.add(resource);
    this.#context.changed();
  }

  /** A task that has waited for it does so no longer. */
  touchId(id: number): void {
    const resource = this.#records.get(id)?.reference.deref();
    if (resource !== undefined) this.#touched.add(resource);
  }

  #record(resource: object, waitKind?: string): ResourceRecord {
    let record = this.#known.get(resource);
    if (record !== undefined) return this.#records.has(record.id) ? record : this.#enter(record, resource);
    const kind = waitKind ?? (resource instanceof LoopBound ? resource._kind : "resource");
    const reference = new WeakRef(resource);
    record = { id: this.#context.nextId(), kind: resourceKind(kind), reference, sentSize: undefined };
    this.#known.set(resource, record);
    this.#collected.register(resource, record.id);
    return this.#enter(record, resource);
  }

  #enter(record: ResourceRecord, resource: object): ResourceRecord {
    this.#records.set(record.id, record);
    if (resource instanceof Queue) this.#queues.add(record);
    return record;
  }

  #lost(id: number): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    this.#records.delete(id);
    this.#queues.delete(record);
    this.#forgotten.push(id);
    this.#context.changed();
  }

  /** Takes what changed, at most `max` records. Queues that grew or shrank unseen are among it. */
  takeChanges(max: number): ResourceInfo[] {
    let compared = 0;
    for (const record of this.#queues) {
      if (++compared > MAX_QUEUES_COMPARED) break;
      const queue = record.reference.deref() as Queue | undefined;
      if (queue !== undefined && queue.qsize() !== record.sentSize) this.#touched.add(queue);
    }
    const changes: ResourceInfo[] = [];
    for (const resource of this.#touched) {
      if (changes.length >= max) break;
      this.#touched.delete(resource);
      changes.push(this.#encode(this.#record(resource), resource));
    }
    return changes;
  }

  /** Whether `takeChanges` has left some. */
  get hasMore(): boolean {
    return this.#touched.size > 0;
  }

  takeForgotten(): number[] {
    const forgotten = this.#forgotten;
    this.#forgotten = [];
    return forgotten;
  }

  discard(): void {
    this.#touched.clear();
    this.#forgotten = [];
  }

  /** Forgets all resources; one that is met again has the id that it had. */
  clear(): void {
    this.discard();
    this.#records.clear();
    this.#queues.clear();
  }

  /** Resources with ids above `after`, at most `max`. */
  page(after: number, max: number): ResourceInfo[] {
    const page: ResourceInfo[] = [];
    for (const [id, record] of this.#records) {
      if (id <= after) continue;
      if (page.length >= max) break;
      const resource = record.reference.deref();
      if (resource !== undefined) page.push(this.#encode(record, resource));
    }
    return page;
  }

  #encode(record: ResourceRecord, resource: object): ResourceInfo {
    const label = labelOf(resource);
    const loop = (resource as { _loop?: BaseEventLoop | null })._loop ?? null;
    const size = sizeOf(resource);
    const capacity = capacityOf(resource);
    record.sentSize = size;
    return {
      id: record.id,
      kind: record.kind,
      ...(label === undefined ? {} : { label }),
      ...(loop === null ? {} : { loopId: this.#context.loopIdOf(loop) }),
      holders: holdersOf(resource).map((task) => this.#context.idOf(task)),
      waiters: waitersOf(resource).map((task) => this.#context.idOf(task)),
      ...(size === undefined ? {} : { size }),
      ...(capacity === undefined ? {} : { capacity }),
      ...(resource instanceof Queue ? usersOf(resource) : {}),
    };
  }
}

function holdersOf(resource: object): readonly Task<unknown>[] {
  if (resource instanceof Lock) return resource.owner === null ? [] : [resource.owner];
  if (resource instanceof Semaphore) return [...resource.holders.keys()];
  return [];
}

/** Lists of waiters, under the names that locks, queues and streams have for them. */
interface Waited {
  readonly _waiters?: Iterable<Future<unknown>>;
  readonly _getters?: WaiterList;
  readonly _putters?: WaiterList;
}

/** At most `MAX_WAITERS`, the longest waiting first. */
function waitersOf(resource: object): Task<unknown>[] {
  if (resource instanceof TaskGroup) return parentIfWaiting(resource);
  const { _waiters, _getters, _putters } = (
    resource instanceof Barrier ? resource._cond : resource
  ) as Waited;
  const joining = resource instanceof Queue ? resource._finished._waiters : undefined;
  const tasks: Task<unknown>[] = [];
  for (const list of [_waiters, _getters, _putters, joining]) {
    for (const future of list ?? []) {
      if (tasks.length >= MAX_WAITERS) return tasks;
      if (!future.done()) tasks.push(...tasksAwaiting(future));
    }
  }
  return tasks;
}

function parentIfWaiting(group: TaskGroup): Task<unknown>[] {
  const parent = group._parentTask;
  return parent?._futWaiter?.waitResource === group ? [parent] : [];
}

/** Who takes from a queue and who puts into it; a queue that was there before the agent woke tells of neither. */
function usersOf(queue: Queue): Pick<ResourceInfo, "consumers" | "producers"> {
  const use = queue.probe;
  if (!(use instanceof QueueUse)) return {};
  const [consumers, producers] = [use.tasks("get"), use.tasks("put")];
  return {
    ...(consumers === undefined ? {} : { consumers }),
    ...(producers === undefined ? {} : { producers }),
  };
}

function sizeOf(resource: object): number | undefined {
  if (resource instanceof Queue) return resource.qsize();
  if (resource instanceof Semaphore) return resource._value;
  if (resource instanceof Barrier) return resource.nWaiting;
  if (resource instanceof TaskGroup) return resource._tasks.size;
  return undefined;
}

function capacityOf(resource: object): number | undefined {
  if (resource instanceof Queue) return resource.maxsize > 0 ? resource.maxsize : undefined;
  if (resource instanceof Semaphore) return resource._initialValue;
  if (resource instanceof Barrier) return resource.parties;
  return undefined;
}
