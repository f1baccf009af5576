/**
 * Which nodes stand where in the Tasks view, and what their rows show. The forests of tasks stay as they are between
 * two calls of `reshape`, whatever the models do meanwhile: so all lists that VS Code asks for fit together.
 */
import { findingKey } from "./finding-label.js";
import { t } from "./localization.js";
import { buildForest, type TaskForest } from "./task-forest.js";
import type { TasksModel } from "./tasks-model.js";
import { type TaskNode, type TreeNode, TreeNodes } from "./tree-nodes.js";
import { type Row, rowOf } from "./tree-rows.js";

/** One list shows so many tasks at first, and so many more each time that its last row is clicked. */
export const PAGE_SIZE = 200;

/** Nodes of what no longer exists are swept when nodes have doubled since the last time, and are this many at least. */
const SWEEP_ABOVE = 1000;

export interface OutlineSession {
  readonly id: string;
  readonly name: string;
  readonly model: TasksModel;
}

interface Shape {
  readonly model: TasksModel;
  readonly name: string;
  revision: number;
  forest: TaskForest;
}

export class TreeLists {
  readonly #sessions: () => readonly OutlineSession[];
  readonly #nowMs: () => number;
  readonly #nodes = new TreeNodes();
  readonly #shapes = new Map<string, Shape>();
  /** How many tasks a long list shows; by the key of its parent, "" for the top level. */
  readonly #limits = new Map<string, number>();
  #sweepAbove = SWEEP_ABOVE;

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

  /** Takes up what the models say now. */
  reshape(): void {
    const sessions = this.#sessions();
    for (const id of this.#shapes.keys()) {
      if (!sessions.some((session) => session.id === id)) this.#shapes.delete(id);
    }
    for (const { id, name, model } of sessions) {
      const shape = this.#shapes.get(id);
      const revision = model.shapeRevision;
      if (shape === undefined) {
        this.#shapes.set(id, { model, name, revision, forest: buildForest(model.tasks) });
      } else if (shape.revision !== revision) {
        shape.revision = revision;
        shape.forest = buildForest(model.tasks);
      }
    }
    this.#sweep();
  }

  /** The nodes below `parent`, or of the top level. */
  list(parent: TreeNode | undefined): readonly TreeNode[] {
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
        return this.#page(sessionId, parent, this.#ids(parent), () => place);
      }
      case "task": {
        if (parent.place !== "own") return [];
        const places = this.#shapes.get(sessionId)?.forest.children.get(parent.taskId);
        return this.#page(sessionId, parent, this.#ids(parent), (index) =>
          places?.[index]?.link ? "link" : "own",
        );
      }
      case "more":
        return [];
    }
  }

  /** The row of a node, as of now. */
  row(node: TreeNode): Row {
    const shape = this.#shapes.get(node.sessionId);
    if (shape === undefined) return endedSessionRow();
    const { model, forest, name } = shape;
    const hidden = node.kind === "more" ? this.#hidden(node) : 0;
    return rowOf(node, { sessionName: name, model, forest, nowMs: this.#nowMs(), hidden });
  }

  /** The node at a task's own place; undefined when its session or the task is unknown, or far down a long list. */
  find(sessionId: string, taskId: number): TaskNode | undefined {
    const shape = this.#shapes.get(sessionId);
    if (shape === undefined) return undefined;
    const { forest } = shape;
    const path = [taskId];
    for (let id = forest.parentOf.get(taskId); id !== undefined; id = forest.parentOf.get(id)) path.push(id);
    let parent: TreeNode | undefined = this.#shapes.size > 1 ? this.#nodes.session(sessionId) : undefined;
    if (forest.ended.includes(taskId)) parent = this.#nodes.ended(sessionId, parent);
    let found: TaskNode | undefined;
    for (const id of path.reverse()) {
      found = this.#nodes.task(sessionId, id, "own", parent);
      if (!this.list(parent).includes(found)) return undefined;
      parent = found;
    }
    return found;
  }

  /** Lengthens the list that `node` ends. @returns the list's parent; undefined for the top level. */
  showMore(node: TreeNode): TreeNode | undefined {
    this.#limits.set(node.parent?.key ?? "", this.#limit(node.parent) + PAGE_SIZE);
    return node.parent;
  }

  #ofSession(sessionId: string, parent: TreeNode | undefined): readonly TreeNode[] {
    const shape = this.#shapes.get(sessionId);
    if (shape === undefined) return [];
    const { model, forest } = shape;
    return [
      ...model.findings.map((finding) => this.#nodes.finding(sessionId, finding, parent)),
      ...this.#page(sessionId, parent, forest.roots, () => "own"),
      ...(forest.ended.length > 0 ? [this.#nodes.ended(sessionId, parent)] : []),
    ];
  }

  /** The tasks in a list. */
  #ids(parent: TreeNode): readonly number[] {
    const shape = this.#shapes.get(parent.sessionId);
    if (shape === undefined) return [];
    const { forest, model } = shape;
    switch (parent.kind) {
      case "session":
        return forest.roots;
      case "finding":
        return model.findings.find((finding) => findingKey(finding) === parent.findingKey)?.taskIds ?? [];
      case "ended":
        return forest.ended;
      case "task":
        return forest.children.get(parent.taskId)?.map((place) => place.taskId) ?? [];
      case "more":
        return [];
    }
  }

  /** Nodes are made only for what is shown, and not for tasks that were removed since the forest was built. */
  #page(
    sessionId: string,
    parent: TreeNode | undefined,
    ids: readonly number[],
    placeAt: (index: number) => TaskNode["place"],
  ): readonly TreeNode[] {
    const limit = this.#limit(parent);
    const tasks = this.#shapes.get(sessionId)?.model.tasks;
    const nodes: TreeNode[] = [];
    for (const [index, id] of ids.slice(0, limit).entries()) {
      if (tasks?.has(id)) nodes.push(this.#nodes.task(sessionId, id, placeAt(index), parent));
    }
    if (ids.length > limit) nodes.push(this.#nodes.more(sessionId, parent));
    return nodes;
  }

  #limit(parent: TreeNode | undefined): number {
    return this.#limits.get(parent?.key ?? "") ?? PAGE_SIZE;
  }

  #hidden(more: TreeNode): number {
    const all = more.parent ?? this.#nodes.session(more.sessionId);
    return this.#ids(all).length - this.#limit(more.parent);
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

function endedSessionRow(): Row {
  const label = t("ended");
  return {
    label,
    description: "",
    tooltip: "",
    icon: { codicon: "circle-outline" },
    context: "",
    folding: "none",
    accessibleLabel: label,
  };
}
