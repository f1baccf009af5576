/**
 * Tasks as rows of a tree: under each task what it waits for, or what it created.
 *
 * "Waits for" is a graph, not a tree: a task awaited by two others is laid out under the first and referred to under
 * the second, and a ring of tasks that await each other has no root, so its oldest member serves as one.
 */
import type { DapTask } from "../../protocol/index.js";
import { isLive } from "../debug/task-table.js";

export type TreeOrder = "awaiter" | "creator";

export interface TreeOptions {
  readonly order: TreeOrder;
  /** Ended tasks too. */
  readonly ended: boolean;
  /** From how many equal siblings on one row stands for all; 0 never groups. */
  readonly groupFrom: number;
  /** Keys of rows whose folding is the opposite of the usual: tasks start open, groups start folded. */
  readonly toggled: ReadonlySet<string>;
}

export interface TreeRow {
  /** Identity across refreshes: the task's id, with its place when it is a reference or a group. */
  readonly key: string;
  /** `again`: laid out further up already. `group`: `count` tasks like this one. */
  readonly kind: "task" | "again" | "group";
  readonly task: DapTask;
  readonly count: number;
  /** Lines of the tree in front of the row. */
  readonly guides: string;
  readonly hasChildren: boolean;
  readonly folded: boolean;
}

/** From this many equal siblings on, a screen is easier to read with one row for all of them. */
export const GROUP_FROM = 8;

export const DEFAULT_TREE: TreeOptions = {
  order: "awaiter",
  ended: false,
  groupFrom: GROUP_FROM,
  toggled: new Set(),
};

/** Deeper levels are not set in any further: a chain of ten thousand tasks still fits on lines. */
const DEEPEST_INDENT_CHARACTERS = 120;

interface Item {
  readonly kind: TreeRow["kind"];
  readonly task: DapTask;
  readonly members: readonly DapTask[];
  readonly parentKey: string;
  /** What goes before this row, and before the rows under it. */
  readonly guides: string;
  readonly below: string;
}

type ChildrenOf = (task: DapTask) => readonly DapTask[];

function childrenBy(order: TreeOrder, shown: ReadonlyMap<number, DapTask>): ChildrenOf {
  if (order === "awaiter") {
    return (task) => {
      if (!isLive(task)) return [];
      const ids = task.awaiting?.taskIds ?? [];
      return ids.flatMap((id) => shown.get(id) ?? []);
    };
  }
  const created = new Map<number, DapTask[]>();
  for (const task of shown.values()) {
    if (task.parentId === undefined || !shown.has(task.parentId)) continue;
    const siblings = created.get(task.parentId);
    if (siblings === undefined) created.set(task.parentId, [task]);
    else siblings.push(task);
  }
  return (task) => created.get(task.id) ?? [];
}

function rootsOf(shown: ReadonlyMap<number, DapTask>, childrenOf: ChildrenOf): DapTask[] {
  const hasParent = new Set<number>();
  for (const task of shown.values()) for (const child of childrenOf(task)) hasParent.add(child.id);
  const roots = [...shown.values()].filter((task) => !hasParent.has(task.id));
  const reached = new Set<number>();
  const reach = (root: DapTask) => {
    const open = [root];
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      if (reached.has(task.id)) continue;
      reached.add(task.id);
      for (const child of childrenOf(task)) open.push(child);
    }
  };
  roots.forEach(reach);
  for (const task of shown.values()) {
    if (reached.has(task.id)) continue;
    roots.push(task);
    reach(task);
  }
  return roots.sort((a, b) => a.id - b.id);
}

function alike(task: DapTask): string {
  return JSON.stringify([
    task.coroutine,
    task.state,
    task.awaiting?.kind,
    task.awaiting?.label,
    task.awaiting?.resourceId,
  ]);
}

/** Replaces equal leaves among siblings by one group each, at the place of the first. */
function grouped(
  siblings: readonly DapTask[],
  childrenOf: ChildrenOf,
  groupFrom: number,
): readonly DapTask[][] {
  const places: DapTask[][] = [];
  const open = new Map<string, DapTask[]>();
  for (const task of siblings) {
    if (groupFrom === 0 || childrenOf(task).length > 0) {
      places.push([task]);
      continue;
    }
    const key = alike(task);
    const place = open.get(key);
    if (place !== undefined) place.push(task);
    else {
      const first = [task];
      open.set(key, first);
      places.push(first);
    }
  }
  return places.flatMap((place) =>
    place.length >= Math.max(2, groupFrom) ? [place] : place.map((t) => [t]),
  );
}

/** Lays the tasks out. Their order is by id, the oldest first. */
export function treeRows(tasks: Iterable<DapTask>, options: TreeOptions = DEFAULT_TREE): TreeRow[] {
  const shown = new Map<number, DapTask>();
  for (const task of [...tasks].sort((a, b) => a.id - b.id))
    if (options.ended || isLive(task)) shown.set(task.id, task);
  const childrenOf = childrenBy(options.order, shown);
  const rows: TreeRow[] = [];
  const laidOut = new Set<number>();
  const open: Item[] = [];

  /** Puts siblings on the stack, the last one first, so that they come off in order. */
  const push = (
    siblings: readonly DapTask[],
    groupFrom: number,
    parentKey: string,
    before: string,
    root: boolean,
  ) => {
    const places = grouped(siblings, childrenOf, groupFrom);
    for (let index = places.length - 1; index >= 0; index--) {
      const members = places[index]!;
      const last = index === places.length - 1;
      open.push({
        kind: members.length > 1 ? "group" : "task",
        task: members[0]!,
        members,
        parentKey,
        guides: root ? "" : before + (last ? "└─ " : "├─ "),
        below: root || before.length > DEEPEST_INDENT_CHARACTERS ? before : before + (last ? "   " : "│  "),
      });
    }
  };

  push(rootsOf(shown, childrenOf), options.groupFrom, "", "", true);
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { task, members, guides, below, parentKey } = item;
    if (item.kind === "group") {
      const key = `${parentKey}×${alike(task)}`;
      const folded = !options.toggled.has(key);
      rows.push({ key, kind: "group", task, count: members.length, guides, hasChildren: true, folded });
      if (!folded) push(members, 0, key, below, false);
      continue;
    }
    if (laidOut.has(task.id)) {
      const key = `${parentKey}>${task.id}`;
      rows.push({ key, kind: "again", task, count: 1, guides, hasChildren: false, folded: false });
      continue;
    }
    laidOut.add(task.id);
    const key = String(task.id);
    const children = childrenOf(task);
    const folded = children.length > 0 && options.toggled.has(key);
    rows.push({ key, kind: "task", task, count: 1, guides, hasChildren: children.length > 0, folded });
    if (children.length > 0 && !folded) push(children, options.groupFrom, key, below, false);
  }
  return rows;
}
