/**
 * The Tasks view without VS Code: which nodes stand where, what their rows show, and which of the nodes that were
 * handed out look different now.
 *
 * VS Code holds what it was given until it is told that an element changed; then it forgets everything below, asks
 * again, and a click on a row just forgotten goes astray. So a refresh compares what was handed out, row by row and
 * list by list, and names only the topmost nodes that really differ.
 */

import { findingKey } from "./finding-label.js";
import type { TaskForest } from "./task-forest.js";
import { buildForest } from "./task-forest.js";
import type { TasksModel } from "./tasks-model.js";
import { type TaskNode, type TreeNode, TreeNodes } from "./tree-nodes.js";
import { type Row, rowOf, sameRow } from "./tree-rows.js";

/** One list shows so many nodes at first, and so many more each time that its last row is clicked. */
export const PAGE_SIZE = 200;

/** Nodes of what no longer exists are swept when nodes have doubled since the last time, and are this many at least. */
const SWEEP_ABOVE = 1000;

export interface OutlineSession {
  readonly id: string;
  readonly name: string;
  readonly model: TasksModel;
}

/** What a refresh found: the whole list of the top level, or single nodes. */
export type OutlineChange =
  | { readonly kind: "none" }
  | { readonly kind: "top" }
  | { readonly kind: "nodes"; readonly nodes: readonly TreeNode[] };

interface Shape {
  readonly model: TasksModel;
  readonly name: string;
  revision: number;
  forest: TaskForest;
}

export class TasksOutline {
  readonly #sessions: () => readonly OutlineSession[];
  readonly #nowMs: () => number;
  readonly #nodes = new TreeNodes();
  readonly #shapes = new Map<string, Shape>();
  /** How many nodes a long list shows; by the key of its parent, "" for the top level. */
  readonly #limits = new Map<string, number>();
  #sweepAbove = SWEEP_ABOVE;
  readonly #shownRows = new Map<string, Row>();
  readonly #shownChildren = new Map<string, readonly TreeNode[]>();

  /**
   * @param sessions the programs to show, the oldest first
   * @param nowMs Unix epoch, milliseconds
   */
  constructor(sessions: () => readonly OutlineSession[], nowMs: () => number) {
    this.#sessions = sessions;
    this.#nowMs = nowMs;
  }

  /** Nodes held, shown ones and others. */
  get nodeCount(): number {
    return this.#nodes.size;
  }

  /** The nodes below `node`, or of the top level. */
  children(node?: TreeNode): readonly TreeNode[] {
    if (this.#shapes.size === 0) this.#reshape();
    return this.#list(node);
  }

  /** The row of a node. */
  row(node: TreeNode): Row {
    const shape = this.#shapes.get(node.sessionId);
    if (shape === undefined) return ENDED_SESSION_ROW;
    const { model, forest, name } = shape;
    const hidden = node.kind === "more" ? this.#hidden(node) : 0;
    return rowOf(node, { sessionName: name, model, forest, nowMs: this.#nowMs(), hidden });
  }

  /** As `children`, and they are taken as shown from now on. */
  showChildren(node?: TreeNode): readonly TreeNode[] {
    const children = this.children(node);
    this.#shownChildren.set(node?.key ?? "", children);
    return children;
  }

  /** As `row`, and it is taken as shown from now on. */
  showRow(node: TreeNode): Row {
    const row = this.row(node);
    this.#shownRows.set(node.key, row);
    return row;
  }

  /** The node at a task's own place; undefined when its session or the task is unknown, or far down a long list. */
  find(sessionId: string, taskId: number): TaskNode | undefined {
    const shape = this.#shapes.get(sessionId);
    if (shape === undefined) return undefined;
    const { forest } = shape;
    const path = [taskId];
    for (let id = forest.parentOf.get(taskId); id !== undefined; id = forest.parentOf.get(id))
      path.unshift(id);
    let parent: TreeNode | undefined = this.#shapes.size > 1 ? this.#nodes.session(sessionId) : undefined;
    if (forest.ended.includes(taskId)) parent = this.#nodes.ended(sessionId, parent);
    let found: TaskNode | undefined;
    for (const id of path) {
      found = this.#nodes.task(sessionId, id, "own", parent);
      if (!this.#list(parent).includes(found)) return undefined;
      parent = found;
    }
    return found;
  }

  /** Shows the next page of the list that `node` ends. @returns the list's parent; undefined for the top level. */
  showMore(node: TreeNode): TreeNode | undefined {
    const key = node.parent?.key ?? "";
    this.#limits.set(key, this.#limit(node.parent) + PAGE_SIZE);
    return node.parent;
  }

  /** Takes up what the models say now, and tells what was shown otherwise. */
  refresh(): OutlineChange {
    this.#reshape();
    this.#sweep();
    const top = this.#shownChildren.get("");
    if (top === undefined) return { kind: "none" };
    if (!sameList(top, this.#list(undefined))) {
      this.#forgetBelow(undefined);
      return { kind: "top" };
    }
    const changed: TreeNode[] = [];
    const open = [...top];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const row = this.row(node);
      const shownRow = this.#shownRows.get(node.key);
      const shownChildren = this.#shownChildren.get(node.key);
      const otherRow = shownRow !== undefined && !sameRow(shownRow, row);
      const otherChildren = shownChildren !== undefined && !sameList(shownChildren, this.#list(node));
      if (otherRow || otherChildren) {
        changed.push(node);
        this.#shownRows.set(node.key, row);
        if (otherChildren) this.#forgetBelow(node);
      } else if (shownChildren !== undefined) {
        open.push(...shownChildren);
      }
    }
    return changed.length === 0 ? { kind: "none" } : { kind: "nodes", nodes: changed };
  }

  /** Brings the forests up to date; they stay as they are until the next refresh, whatever the models do. */
  #reshape(): void {
    const sessions = this.#sessions();
    for (const id of this.#shapes.keys()) {
      if (!sessions.some((session) => session.id === id)) this.#shapes.delete(id);
    }
    for (const { id, name, model } of sessions) {
      const shape = this.#shapes.get(id);
      if (shape === undefined) {
        this.#shapes.set(id, {
          model,
          name,
          revision: model.shapeRevision,
          forest: buildForest(model.tasks),
        });
      } else if (shape.revision !== model.shapeRevision) {
        shape.revision = model.shapeRevision;
        shape.forest = buildForest(model.tasks);
      }
    }
  }

  #list(parent: TreeNode | undefined): readonly TreeNode[] {
    if (parent === undefined) {
      const ids = [...this.#shapes.keys()];
      const [only] = ids;
      if (only === undefined) return [];
      return ids.length === 1 ? this.#ofSession(only, undefined) : ids.map((id) => this.#nodes.session(id));
    }
    const { sessionId } = parent;
    switch (parent.kind) {
      case "session":
        return this.#ofSession(sessionId, parent);
      case "finding":
      case "ended": {
        const place = parent.kind === "finding" ? "finding" : "own";
        return this.#page(this.#ids(parent), sessionId, parent, (id) =>
          this.#nodes.task(sessionId, id, place, parent),
        );
      }
      case "task":
        if (parent.place !== "own") return [];
        return this.#page(
          this.#shapes.get(sessionId)?.forest.children.get(parent.taskId) ?? [],
          sessionId,
          parent,
          ({ taskId, link }) => this.#nodes.task(sessionId, taskId, link ? "link" : "own", parent),
        );
      case "more":
        return [];
    }
  }

  #ofSession(sessionId: string, parent: TreeNode | undefined): readonly TreeNode[] {
    const shape = this.#shapes.get(sessionId);
    if (shape === undefined) return [];
    const { model, forest } = shape;
    return [
      ...model.findings.map((finding) => this.#nodes.finding(sessionId, finding, parent)),
      ...this.#page(forest.roots, sessionId, parent, (id) => this.#nodes.task(sessionId, id, "own", parent)),
      ...(forest.ended.length > 0 ? [this.#nodes.ended(sessionId, parent)] : []),
    ];
  }

  /** The tasks in a group. */
  #ids(parent: TreeNode): readonly number[] {
    const shape = this.#shapes.get(parent.sessionId);
    if (shape === undefined) return [];
    switch (parent.kind) {
      case "session":
        return shape.forest.roots;
      case "finding":
        return (
          shape.model.findings.find((finding) => findingKey(finding) === parent.findingKey)?.taskIds ?? []
        );
      case "ended":
        return shape.forest.ended;
      case "task":
        return shape.forest.children.get(parent.taskId)?.map((place) => place.taskId) ?? [];
      case "more":
        return [];
    }
  }

  /** Nodes are made only for what is shown. */
  #page<T>(
    items: readonly T[],
    sessionId: string,
    parent: TreeNode | undefined,
    make: (item: T) => TreeNode,
  ): readonly TreeNode[] {
    const limit = this.#limit(parent);
    if (items.length <= limit) return items.map(make);
    return [...items.slice(0, limit).map(make), this.#nodes.more(sessionId, parent)];
  }

  #limit(parent: TreeNode | undefined): number {
    return this.#limits.get(parent?.key ?? "") ?? PAGE_SIZE;
  }

  #hidden(more: TreeNode): number {
    const all = more.parent ?? this.#nodes.session(more.sessionId);
    return this.#ids(all).length - this.#limit(more.parent);
  }

  /** What was shown below `node` is about to be asked for again. */
  #forgetBelow(node: TreeNode | undefined): void {
    const key = node?.key ?? "";
    const children = this.#shownChildren.get(key);
    this.#shownChildren.delete(key);
    for (const child of children ?? []) {
      this.#shownRows.delete(child.key);
      this.#forgetBelow(child);
    }
  }

  /** Drops nodes of what no longer exists. What exists keeps its node even while VS Code fetches it anew. */
  #sweep(): void {
    if (this.#nodes.size < this.#sweepAbove) return;
    this.#nodes.retain((node) => {
      const model = this.#shapes.get(node.sessionId)?.model;
      if (model === undefined) return false;
      if (node.kind === "task") return model.tasks.has(node.taskId);
      if (node.kind !== "finding") return true;
      return model.findings.some((finding) => findingKey(finding) === node.findingKey);
    });
    this.#sweepAbove = 2 * this.#nodes.size + SWEEP_ABOVE;
    for (const key of this.#limits.keys()) if (key !== "" && !this.#nodes.has(key)) this.#limits.delete(key);
  }
}

const ENDED_SESSION_ROW: Row = {
  label: "ended",
  description: "",
  tooltip: "",
  icon: { codicon: "circle-outline" },
  context: "",
  folding: "none",
  accessibleLabel: "ended",
};

function sameList(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}
