/** What the extension knows of one debugged program. Pure state: it is told, never asks, and knows no `vscode`. */
import {
  type DapResource,
  type DapTask,
  type Finding,
  type FindingKind,
  type FindingSeverity,
  type LoopInfo,
  recordsOf,
  type TasksChangedBody,
  type TasksResponse,
  withoutAwaited,
} from "../../protocol/index.js";

/** A task that has ended stays in the table for a while; it awaits nothing and cannot be cancelled. */
export function isEnded(task: DapTask): boolean {
  return task.state !== "pending" && task.state !== "running";
}

/** What labels need to know beside the task itself. */
export interface TaskLookup {
  task(id: number): DapTask | undefined;
  resource(id: number): DapResource | undefined;
  /** The finding that the task is a member of; the gravest when there are several. */
  trouble(taskId: number): Finding | undefined;
}

/** The gravest first. */
const SEVERITIES: readonly FindingSeverity[] = ["error", "warning", "info"];

/** Within a severity, the surest first. A kind that is not listed here comes last. */
const GRAVITY: readonly FindingKind[] = [
  "deadlock",
  "blocked-loop",
  "lock-held-by-ended-task",
  "never-wakes",
];

/** Tasks, resources, loops and findings of one session, as of the last message. */
export class TasksModel implements TaskLookup {
  readonly #tasks = new Map<number, DapTask>();
  readonly #resources = new Map<number, DapResource>();
  readonly #loops = new Map<number, LoopInfo>();
  #findings: readonly Finding[] = [];
  #troubles = new Map<number, Finding>();
  #dropped = 0;
  #liveCount = 0;
  #frozenCount = 0;
  #revision = 0;
  #shapeRevision = 0;

  /** Grows with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Grows when tasks appeared, vanished, ended, or await other tasks than before: when the tree looks different. */
  get shapeRevision(): number {
    return this.#shapeRevision;
  }

  get tasks(): ReadonlyMap<number, DapTask> {
    return this.#tasks;
  }

  get resources(): ReadonlyMap<number, DapResource> {
    return this.#resources;
  }

  get loops(): ReadonlyMap<number, LoopInfo> {
    return this.#loops;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Records that the program's agent could not send, over the whole session. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Debug mode is on in a loop that is not closed. */
  get debugMode(): boolean {
    return [...this.#loops.values()].some((loop) => loop.debug && loop.state !== "closed");
  }

  /** Tasks that have not ended. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Tasks that have not ended and are held back. */
  get frozenCount(): number {
    return this.#frozenCount;
  }

  task(id: number): DapTask | undefined {
    return this.#tasks.get(id);
  }

  resource(id: number): DapResource | undefined {
    return this.#resources.get(id);
  }

  trouble(taskId: number): Finding | undefined {
    return this.#troubles.get(taskId);
  }

  /** Takes the answer to `asyncioTasks`, or its first page, in place of everything but the findings. */
  replace(response: TasksResponse): void {
    this.#tasks.clear();
    this.#liveCount = 0;
    this.#frozenCount = 0;
    this.#resources.clear();
    this.#loops.clear();
    this.extend(response);
  }

  /** Adds a further page of the answer to `asyncioTasks`. */
  extend(response: TasksResponse): void {
    for (const task of recordsOf(response.tasks, response.taskColumns)) this.#set(task);
    for (const resource of response.resources) this.#resources.set(resource.id, resource);
    for (const loop of response.loops) this.#loops.set(loop.id, loop);
    this.#dropped = response.dropped;
    this.#revision++;
    this.#shapeRevision++;
  }

  /**
   * Applies the event `asyncioTasksChanged`.
   * @returns false when the event says that the table was rebuilt: then `asyncioTasks` has to be asked again.
   */
  apply(change: TasksChangedBody): boolean {
    if (change.findings !== undefined) this.setFindings(change.findings);
    if (change.reset) return false;
    let reshaped = false;
    for (const task of recordsOf(change.tasks, change.taskColumns)) {
      reshaped ||= shapeDiffers(this.#tasks.get(task.id), task);
      this.#set(task);
    }
    for (const { taskId, taskIds } of change.noLongerAwaited ?? []) {
      const task = this.#tasks.get(taskId);
      if (task === undefined) continue;
      this.#tasks.set(taskId, withoutAwaited(task, taskIds));
      reshaped = true;
    }
    for (const id of change.removedTasks) reshaped = this.#delete(id) || reshaped;
    for (const resource of change.resources) this.#resources.set(resource.id, resource);
    for (const id of change.removedResources) this.#resources.delete(id);
    for (const loop of change.loops) this.#loops.set(loop.id, loop);
    this.#dropped = change.dropped;
    this.#revision++;
    if (reshaped) this.#shapeRevision++;
    return true;
  }

  #set(task: DapTask): void {
    const before = this.#tasks.get(task.id);
    if (before !== undefined) this.#count(before, -1);
    this.#count(task, 1);
    this.#tasks.set(task.id, task);
  }

  #delete(id: number): boolean {
    const task = this.#tasks.get(id);
    if (task === undefined) return false;
    this.#count(task, -1);
    return this.#tasks.delete(id);
  }

  #count(task: DapTask, change: 1 | -1): void {
    if (isEnded(task)) return;
    this.#liveCount += change;
    if (task.frozen === true) this.#frozenCount += change;
  }

  /** Takes the findings as of now, from the event or from `asyncioDiagnose`. */
  setFindings(findings: readonly Finding[]): void {
    this.#findings = [...findings].sort((a, b) => gravity(a) - gravity(b));
    this.#troubles = new Map();
    for (const finding of this.#findings) {
      for (const id of finding.taskIds) if (!this.#troubles.has(id)) this.#troubles.set(id, finding);
    }
    this.#revision++;
  }
}

function gravity(finding: Finding): number {
  const severity = SEVERITIES.indexOf(finding.severity);
  const kind = GRAVITY.indexOf(finding.kind);
  return severity * (GRAVITY.length + 1) + (kind < 0 ? GRAVITY.length : kind);
}

function shapeDiffers(before: DapTask | undefined, after: DapTask): boolean {
  if (before === undefined || isEnded(before) !== isEnded(after)) return true;
  const old = before.awaiting?.taskIds ?? [];
  const now = after.awaiting?.taskIds ?? [];
  return old.length !== now.length || old.some((id, index) => id !== now[index]);
}
