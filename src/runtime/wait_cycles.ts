/**
 * Tasks that wait for each other in a circle: noticed, in debug mode, at the moment in which the last of them suspends.
 *
 * Only waits for one thing, or for all of several, are followed: a `wait` for the first of two is not stuck when one of
 * them is. A timeout may still get the tasks out; that they wait for each other is a mistake all the same.
 */
import { warn } from "./debug_warnings.js";
import { Future } from "./futures.js";
import { Lock } from "./locks.js";
import { repr } from "./repr.js";
import type { TaskGroup } from "./taskgroups.js";
import { Task } from "./tasks.js";

/** How many tasks are looked at for one suspension, at most: it is made many times. */
const MAX_VISITED = 1000;

/** A task that another one waits for, and what is between them: a lock, or nothing. */
interface Wait {
  readonly task: Task<unknown>;
  readonly lock: Lock | null;
}

/** @internal `task` has suspended: reports the circle that it has closed, if it has. */
export function reportWaitCycle(task: Task<unknown>): void {
  const circle = findCircle(task);
  if (circle === null) return;
  const name = (member: Task<unknown>) => repr(member.getName());
  const steps = circle.map(({ task: awaited, lock }) => {
    return lock === null ? `waits for ${name(awaited)}` : `waits for ${lock}, which ${name(awaited)} holds`;
  });
  const message = `Tasks wait for each other in a circle: ${name(task)} ${steps.join(", which ")}`;
  warn({ kind: "wait-cycle", message, task, createdStack: task._sourceTraceback?.toString() });
}

/** The waits that lead from the task back to it. */
function findCircle(start: Task<unknown>): Wait[] | null {
  const visited = new Map<Task<unknown>, { readonly from: Task<unknown>; readonly wait: Wait }>();
  const left = [start];
  for (let task = left.pop(); task !== undefined && visited.size < MAX_VISITED; task = left.pop()) {
    for (const wait of waitsOf(task)) {
      if (wait.task === start) {
        const circle = [wait];
        for (let at = task; at !== start; ) {
          const reached = visited.get(at)!;
          circle.unshift(reached.wait);
          at = reached.from;
        }
        return circle;
      }
      if (visited.has(wait.task)) continue;
      visited.set(wait.task, { from: task, wait });
      left.push(wait.task);
    }
  }
  return null;
}

/** What must happen before the task goes on, all of it. */
function waitsOf(task: Task<unknown>): Wait[] {
  const waits: Wait[] = [];
  const futures = task._futWaiter === null ? [] : [task._futWaiter];
  for (let future = futures.pop(); future !== undefined; future = futures.pop()) {
    if (future.done()) continue;
    const { waitKind, waitResource } = future;
    if (future instanceof Task) waits.push({ task: future as Task<unknown>, lock: null });
    else if (waitKind === "gather") futures.push(...(waitResource as readonly Future<unknown>[]));
    else if (waitResource instanceof Future) futures.push(waitResource);
    else if (waitKind === "taskGroup") {
      for (const member of (waitResource as TaskGroup)._tasks) waits.push({ task: member, lock: null });
    } else if (waitResource instanceof Lock && waitResource.owner !== null) {
      waits.push({ task: waitResource.owner, lock: waitResource });
    }
  }
  return waits;
}
