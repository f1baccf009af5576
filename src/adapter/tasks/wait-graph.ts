/**
 * Who can never go on, and the cycles among them: pure graph work over tasks and what they wait for.
 *
 * Prior art: the AND-OR wait-for graph of deadlock detection (Knapp 1987). A task that waits for a lock needs its holder
 * to go on; for a gather or a group, all of its members; for `wait` or `asCompleted`, which may be content with the
 * first, any of them. Everything that somebody outside of the graph could end (events, queues, sleeps, I/O, timeouts)
 * counts as able to go on: a healthy program must never be accused. So the stuck set is the greatest fixpoint: assume
 * every waiting task stuck, and take out whoever can go on until nothing changes.
 */
import type { ResourceInfo, TaskInfo } from "../../protocol/index.js";

export interface WaitTable {
  readonly tasks: ReadonlyMap<number, TaskInfo>;
  readonly resources: ReadonlyMap<number, ResourceInfo>;
}

export const isPending = (task: TaskInfo | undefined): task is TaskInfo =>
  task !== undefined && (task.state === "pending" || task.state === "running");

/** Waits that may be content with the first of several tasks. */
const ANY_OF = new Set(["wait", "asCompleted"]);
const ALL_OF = new Set(["gather", "taskGroup", "shield", "waitFor", "task"]);

/** What a task needs before it can go on: all of these tasks, or any of them; undefined: it may go on by itself. */
interface Need {
  readonly all: boolean;
  readonly taskIds: readonly number[];
  readonly resourceId?: number;
}

function resourceNeed(resource: ResourceInfo, table: WaitTable): Need | undefined {
  if (resource.holders.length === 0) return undefined;
  // A semaphore may be released by whoever likes, but as long as a holder lives it is the holder's to release.
  const held = resource.kind === "lock" || resource.kind === "semaphore";
  if (!held) return undefined;
  if (resource.kind === "semaphore") {
    const free = resource.size ?? 0;
    const everyPlaceKnown = resource.capacity === undefined || resource.holders.length >= resource.capacity;
    const everyHolderAlive = resource.holders.every((id) => isPending(table.tasks.get(id)));
    if (free > 0 || !everyPlaceKnown || !everyHolderAlive) return undefined;
  }
  return { all: false, taskIds: resource.holders, resourceId: resource.id };
}

function needOf(task: TaskInfo, table: WaitTable): Need | undefined {
  const { awaiting } = task;
  // A deadline ends the wait by itself, and who froze a task will thaw it.
  if (task.frozen === true) return undefined;
  if (task.state !== "pending" || awaiting === undefined || awaiting.deadlineMs !== undefined)
    return undefined;
  if (awaiting.kind === "lock" || awaiting.kind === "semaphore") {
    const resource = awaiting.resourceId === undefined ? undefined : table.resources.get(awaiting.resourceId);
    return resource === undefined ? undefined : resourceNeed(resource, table);
  }
  const taskIds = awaiting.taskIds ?? [];
  if (taskIds.length === 0) return undefined;
  if (ANY_OF.has(awaiting.kind)) return { all: false, taskIds };
  return ALL_OF.has(awaiting.kind) ? { all: true, taskIds } : undefined;
}

export interface StuckTasks {
  /** Tasks that cannot go on, with the tasks that each of them needs and cannot have. */
  readonly needs: ReadonlyMap<number, { readonly taskIds: readonly number[]; readonly resourceId?: number }>;
}

/** Finds the tasks that cannot go on whatever the others do. */
export function stuckTasks(table: WaitTable): StuckTasks {
  const needs = new Map<number, Need>();
  const neededBy = new Map<number, number[]>();
  for (const task of table.tasks.values()) {
    const need = needOf(task, table);
    if (need === undefined) continue;
    needs.set(task.id, need);
    for (const id of need.taskIds) {
      const list = neededBy.get(id);
      if (list === undefined) neededBy.set(id, [task.id]);
      else list.push(task.id);
    }
  }
  // An ended holder never releases; an ended task that is waited for is about to wake its waiter. Of a task that the
  // table does not know nothing bad is assumed.
  const canGoOn = (id: number, need: Need): boolean => {
    if (needs.has(id)) return false;
    const task = table.tasks.get(id);
    return need.resourceId === undefined || task === undefined || isPending(task);
  };
  const freed = (need: Need): boolean =>
    need.all ? need.taskIds.every((id) => canGoOn(id, need)) : need.taskIds.some((id) => canGoOn(id, need));
  const queue = [...needs.keys()];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const need = needs.get(id);
    if (need === undefined || !freed(need)) continue;
    needs.delete(id);
    for (const behind of neededBy.get(id) ?? []) queue.push(behind);
  }
  return { needs };
}

/** One cycle of stuck tasks, in the order of waiting; `resourceIds` are the resources between them. */
export interface WaitCycle {
  readonly taskIds: readonly number[];
  readonly resourceIds: readonly number[];
}

/** The cycles: strongly connected components of the stuck tasks (Tarjan 1972, iterative: chains are long). */
export function waitCycles({ needs }: StuckTasks): readonly WaitCycle[] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const onStack = new Set<number>();
  const stack: number[] = [];
  const components: number[][] = [];
  const edges = (id: number): readonly number[] => needs.get(id)?.taskIds.filter((to) => needs.has(to)) ?? [];
  for (const root of [...needs.keys()].sort((a, b) => a - b)) {
    if (index.has(root)) continue;
    const work: { id: number; to: readonly number[]; next: number }[] = [];
    const enter = (id: number): void => {
      index.set(id, index.size);
      low.set(id, index.get(id)!);
      stack.push(id);
      onStack.add(id);
      work.push({ id, to: edges(id), next: 0 });
    };
    enter(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const to = frame.to[frame.next++];
      if (to !== undefined) {
        if (!index.has(to)) enter(to);
        else if (onStack.has(to)) low.set(frame.id, Math.min(low.get(frame.id)!, index.get(to)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) low.set(parent.id, Math.min(low.get(parent.id)!, low.get(frame.id)!));
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const component: number[] = [];
      for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
        onStack.delete(id);
        component.push(id);
        if (id === frame.id) break;
      }
      components.push(component);
    }
  }
  return components
    .filter((component) => component.length > 1 || edges(component[0]!).includes(component[0]!))
    .map((component) => inWaitingOrder(component, needs))
    .sort((a, b) => a.taskIds[0]! - b.taskIds[0]!);
}

/** Follows the waits from the oldest member, so that the message reads along the cycle. */
function inWaitingOrder(component: readonly number[], needs: StuckTasks["needs"]): WaitCycle {
  const members = new Set(component);
  const taskIds: number[] = [];
  const resourceIds = new Set<number>();
  let next: number | undefined = component.reduce((oldest, id) => Math.min(oldest, id));
  while (next !== undefined) {
    members.delete(next);
    taskIds.push(next);
    const need: { taskIds: readonly number[]; resourceId?: number } | undefined = needs.get(next);
    if (need?.resourceId !== undefined) resourceIds.add(need.resourceId);
    next = need?.taskIds.find((id) => members.has(id)) ?? members.values().next().value;
  }
  return { taskIds, resourceIds: [...resourceIds] };
}
