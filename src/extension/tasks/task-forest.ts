/**
 * The tree by awaiter. What tasks await is a graph: two tasks may await the same third one, and a cycle is the very
 * thing the user looks for. The forest shows each live task once, under the first of its awaiters that a walk from the
 * roots meets; its other places are links. A cycle that no root leads to gets its oldest task as a root.
 *
 * The tree by creator has no links: a task has one creator. Where that has ended, the creator's own creator stands in.
 */
import type { DapTask } from "../../protocol/index.js";
import { isEnded } from "./tasks-model.js";
import type { Arrangement } from "./tree-options.js";

/** A task in a list of the tree. `link`: it is shown in full elsewhere. */
export interface Place {
  readonly taskId: number;
  readonly link: boolean;
}

export interface TaskForest {
  /** Live tasks that stand below no other, the oldest first. */
  readonly roots: readonly number[];
  /** What stands below a task: what it waits for, in the order of `awaiting.taskIds`, or what it created. */
  readonly children: ReadonlyMap<number, readonly Place[]>;
  /** The task under which a task is shown in full. Roots are not in it. */
  readonly parentOf: ReadonlyMap<number, number>;
  /** Ended tasks, the last to end first. */
  readonly ended: readonly number[];
}

/** Builds the forest in time proportional to tasks and awaits; safe for chains of any depth. */
export function buildForest(
  tasks: ReadonlyMap<number, DapTask>,
  arrangement: Arrangement = "awaiter",
): TaskForest {
  const live: number[] = [];
  const ended: DapTask[] = [];
  for (const task of tasks.values()) {
    if (isEnded(task)) ended.push(task);
    else live.push(task.id);
  }
  live.sort((a, b) => a - b);
  ended.sort((a, b) => (b.endedMs ?? 0) - (a.endedMs ?? 0) || b.id - a.id);
  return {
    ...(arrangement === "awaiter" ? byAwaiter(tasks, live) : byCreator(tasks, live)),
    ended: ended.map((task) => task.id),
  };
}

type LiveForest = Omit<TaskForest, "ended">;

function byCreator(tasks: ReadonlyMap<number, DapTask>, live: readonly number[]): LiveForest {
  const roots: number[] = [];
  const children = new Map<number, Place[]>();
  const parentOf = new Map<number, number>();
  for (const id of live) {
    const parent = livingCreator(tasks, id);
    if (parent === undefined) {
      roots.push(id);
      continue;
    }
    parentOf.set(id, parent);
    const places = children.get(parent);
    const place = { taskId: id, link: false };
    if (places === undefined) children.set(parent, [place]);
    else places.push(place);
  }
  return { roots, children, parentOf };
}

/** A creator is older than what it created: so ids fall, and the walk ends, whatever a program says. */
function livingCreator(tasks: ReadonlyMap<number, DapTask>, taskId: number): number | undefined {
  let id = taskId;
  for (;;) {
    const parentId: number | undefined = tasks.get(id)?.parentId;
    const parent = parentId === undefined || parentId >= id ? undefined : tasks.get(parentId);
    if (parent === undefined) return undefined;
    if (!isEnded(parent)) return parent.id;
    id = parent.id;
  }
}

function byAwaiter(tasks: ReadonlyMap<number, DapTask>, live: readonly number[]): LiveForest {
  const awaits = new Map<number, readonly number[]>();
  const awaited = new Set<number>();
  for (const id of live) {
    const targets = liveTargets(tasks, id);
    if (targets.length === 0) continue;
    awaits.set(id, targets);
    for (const target of targets) awaited.add(target);
  }

  const roots: number[] = [];
  const children = new Map<number, Place[]>();
  const parentOf = new Map<number, number>();
  const placed = new Set<number>();
  const walk = (root: number): void => {
    roots.push(root);
    placed.add(root);
    const open = [root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const targets = awaits.get(id);
      if (targets === undefined) continue;
      const places = targets.map((target) => {
        const link = placed.has(target);
        if (!link) {
          placed.add(target);
          parentOf.set(target, id);
        }
        return { taskId: target, link };
      });
      children.set(id, places);
      for (const place of [...places].reverse()) if (!place.link) open.push(place.taskId);
    }
  };
  for (const id of live) if (!awaited.has(id)) walk(id);
  // What is left hangs on a cycle: each of its tasks is awaited by another one.
  for (const id of live) if (!placed.has(id)) walk(id);
  roots.sort((a, b) => a - b);
  return { roots, children, parentOf };
}

function liveTargets(tasks: ReadonlyMap<number, DapTask>, id: number): readonly number[] {
  const targets = new Set<number>();
  for (const target of tasks.get(id)?.awaiting?.taskIds ?? []) {
    const task = tasks.get(target);
    if (task !== undefined && !isEnded(task)) targets.add(target);
  }
  return [...targets];
}
