/** From a future to the tasks behind it: directly, and through gather, wait, waitFor, shield and TaskGroup. */
import { Future } from "../futures.js";
import { TaskStep } from "../task_step.js";
import { TaskGroup } from "../taskgroups.js";
import { Task } from "../tasks.js";

/** How deep gathers of gathers are followed. */
const MAX_NESTING = 20;

/** The pending tasks that must do something before `future` is done. A task stands for itself. */
export function tasksBehind(future: Future<unknown>): Set<Task<unknown>> {
  const found = new Set<Task<unknown>>();
  follow(future, found, MAX_NESTING);
  return found;
}

function follow(future: Future<unknown>, found: Set<Task<unknown>>, nesting: number): void {
  if (future.done() || nesting === 0) return;
  if (future instanceof Task) {
    found.add(future as Task<unknown>);
    return;
  }
  for (const inner of composedOf(future)) follow(inner, found, nesting - 1);
}

/** What a composed future is composed of. */
export function composedOf(future: Future<unknown>): Iterable<Future<unknown>> {
  const { waitResource } = future;
  switch (future.waitKind) {
    case "gather":
    case "wait":
    case "asCompleted":
      return waitResource as Iterable<Future<unknown>>;
    case "waitFor":
    case "shield":
      return waitResource instanceof Future ? [waitResource] : [];
    case "taskGroup":
      return waitResource instanceof TaskGroup ? waitResource._tasks : [];
    default:
      return [];
  }
}

/** Tasks that are suspended on `future` itself. */
export function tasksAwaiting(future: Future<unknown>): Task<unknown>[] {
  const tasks: Task<unknown>[] = [];
  for (const handle of future._handles()) if (handle instanceof TaskStep) tasks.push(handle.task);
  return tasks;
}

/**
 * The tasks that a cancellation of `task` with its subtree asks: itself, then what it waits for, and so on. A shield
 * keeps what is inside it.
 */
export function cancellationSubtree(task: Task<unknown>): Set<Task<unknown>> {
  const subtree = new Set<Task<unknown>>();
  const next = [task];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (at.done() || subtree.has(at)) continue;
    subtree.add(at);
    const waiter = at._futWaiter;
    if (waiter !== null) next.push(...unshielded(waiter, MAX_NESTING));
  }
  return subtree;
}

/** Where `cancellationSubtree` stops: the shields that its tasks wait for, with the tasks that those keep inside. */
export function shieldsOf(
  subtree: ReadonlySet<Task<unknown>>,
): { readonly task: Task<unknown>; readonly inside: ReadonlySet<Task<unknown>> }[] {
  const shields = [];
  for (const task of subtree) {
    const waiter = task._futWaiter;
    const inside = new Set<Task<unknown>>();
    if (waiter !== null) followShields(waiter, inside, MAX_NESTING);
    if (inside.size > 0) shields.push({ task, inside });
  }
  return shields;
}

function followShields(future: Future<unknown>, found: Set<Task<unknown>>, nesting: number): void {
  if (future.done() || nesting === 0 || future instanceof Task) return;
  if (future.waitKind === "shield") follow(future, found, nesting);
  else for (const inner of composedOf(future)) followShields(inner, found, nesting - 1);
}

function unshielded(future: Future<unknown>, nesting: number): Task<unknown>[] {
  if (future.done() || nesting === 0 || future.waitKind === "shield") return [];
  if (future instanceof Task) return [future as Task<unknown>];
  return [...composedOf(future)].flatMap((inner) => unshielded(inner, nesting - 1));
}

/** Whether `waiter` is suspended on `task`: directly, or through gather, wait, waitFor, shield or TaskGroup. */
export function waitsFor(waiter: Task<unknown>, task: Task<unknown>): boolean {
  return waiter !== task && waiter._futWaiter !== null && leadsTo(waiter._futWaiter, task, MAX_NESTING);
}

/** As `tasksBehind`, but finds a task that has just ended, too: its waiters have not been told yet. */
function leadsTo(future: Future<unknown>, task: Task<unknown>, nesting: number): boolean {
  if (future === (task as Future<unknown>)) return true;
  if (future.done() || future instanceof Task || nesting === 0) return false;
  for (const inner of composedOf(future)) if (leadsTo(inner, task, nesting - 1)) return true;
  return false;
}
