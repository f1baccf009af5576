/**
 * The tree by awaiter. What tasks await is a graph: two tasks may await the same third one, and a cycle is the very
 * thing the user looks for. The forest shows each live task once, under the first of its awaiters that a walk from the
 * roots meets; its other places are links. A cycle that no root leads to gets its oldest task as a root.
 */
import type { DapTask } from "../protocol/index.js";
import { isEnded } from "./tasks-model.js";

/** A task in a list of the tree. `link`: it is shown in full elsewhere. */
export interface Place {
  readonly taskId: number;
  readonly link: boolean;
}

export interface TaskForest {
  /** Live tasks that nobody waits for, the oldest first. */
  readonly roots: readonly number[];
  /** What a task waits for, in the order of `awaiting.taskIds`. Tasks that wait for no task are not in it. */
  readonly children: ReadonlyMap<number, readonly Place[]>;
  /** The task under which a task is shown in full. Roots are not in it. */
  readonly parentOf: ReadonlyMap<number, number>;
  /** Ended tasks, the last to end first. */
  readonly ended: readonly number[];
}

/** Builds the forest in time proportional to tasks and awaits; safe for chains of any depth. */
export function buildForest(tasks: ReadonlyMap<number, DapTask>): TaskForest {
  const live: number[] = [];
  const ended: DapTask[] = [];
  for (const task of tasks.values()) {
    if (isEnded(task)) ended.push(task);
    else live.push(task.id);
  }
  live.sort((a, b) => a - b);
  ended.sort((a, b) => (b.endedMs ?? 0) - (a.endedMs ?? 0) || b.id - a.id);

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
  return { roots, children, parentOf, ended: ended.map((task) => task.id) };
}

function liveTargets(tasks: ReadonlyMap<number, DapTask>, id: number): readonly number[] {
  const targets = new Set<number>();
  for (const target of tasks.get(id)?.awaiting?.taskIds ?? []) {
    const task = tasks.get(target);
    if (task !== undefined && !isEnded(task)) targets.add(target);
  }
  return [...targets];
}

/** What `asyncioCancel` with `subtree` reaches from a task: what it waits for, down to a shield. */
export interface SubtreeReach {
  /** The named task first. */
  readonly reached: readonly number[];
  /** Tasks that a shield keeps. */
  readonly kept: readonly number[];
}

/** Follows what tasks wait for, as the agent's cancel does. */
export function subtreeReach(tasks: ReadonlyMap<number, DapTask>, taskId: number): SubtreeReach {
  const reached = new Set<number>([taskId]);
  const kept = new Set<number>();
  for (const id of reached) {
    const into = tasks.get(id)?.awaiting?.kind === "shield" ? kept : reached;
    for (const target of liveTargets(tasks, id)) into.add(target);
  }
  return { reached: [...reached], kept: [...kept].filter((id) => !reached.has(id)) };
}
