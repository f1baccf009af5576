/** Which nodes stand where in the Tasks view, and what their rows show. */
import { findingKey } from "../findings/finding-label.js";
import { filterWords } from "../tasks/task-filter.js";
import type { Place } from "../tasks/task-forest.js";
import type { TaskGroup } from "../tasks/task-groups.js";
import type { TasksModel } from "../tasks/tasks-model.js";
import { DEFAULT_OPTIONS, type TreeOptions } from "../tasks/tree-options.js";
import { t } from "../text/localization.js";
import { type GroupNode, type TaskNode, type TreeNode, TreeNodes } from "./tree-nodes.js";
import { type Row, rowOf } from "./tree-rows.js";
import { type ArrangedList, TreeShape } from "./tree-shape.js";

/** One list shows so many tasks at first, and so many more each time that its last row is clicked. */
export const PAGE_SIZE = 200;

/** Tasks from far down one list that are shown below its first ones, the last that were gone to. */
const MAX_BROUGHT = 20;

/** Nodes of what no longer exists are swept when nodes have doubled since the last time, and are this many at least. */
const SWEEP_ABOVE = 1000;

const NO_PINS: readonly number[] = [];

export interface OutlineSession {
  readonly id: string;
  readonly name: string;
  readonly model: TasksModel;
  /** Tasks that the user has pinned. */
  readonly pinned?: readonly number[];
  /** A dump: nothing in it changes. */
  readonly readOnly?: boolean;
  /** The moment of a dump, up to which durations count. Unix epoch, milliseconds. */
  readonly nowMs?: number;
}

interface Shown {
  readonly session: OutlineSession;
  readonly shape: TreeShape;
}

export class TreeLists {
  readonly #sessions: () => readonly OutlineSession[];
  readonly #options: () => TreeOptions;
  readonly #nowMs: () => number;
  readonly #allNodes = new TreeNodes();
  #nodes = this.#allNodes;
  /** How often a filter was set. */
  #filters = 0;
  readonly #shown = new Map<string, Shown>();
  /** How many tasks a long list shows; by the key of its parent, "" for the top level. */
  readonly #limits = new Map<string, number>();
  /** Tasks that a long list shows although they stand further down; by the key of its parent. */
  readonly #brought = new Map<string, Set<number>>();
  #sweepAbove = SWEEP_ABOVE;

  /**
   * @param sessions the programs to show, the oldest first
   * @param nowMs Unix epoch, milliseconds
   */
  constructor(
    sessions: () => readonly OutlineSession[],
    nowMs: () => number,
    options: () => TreeOptions = () => DEFAULT_OPTIONS,
  ) {
    this.#sessions = sessions;
    this.#nowMs = nowMs;
    this.#options = options;
  }

  /** Nodes held, shown ones and others. */
  get nodeCount(): number {
    return this.#nodes.size;
  }

  /** Tasks that pass the filter; undefined when there is none. */
  get matching(): number | undefined {
    let count: number | undefined;
    for (const { shape } of this.#shown.values()) {
      if (shape.filtered !== undefined) count = (count ?? 0) + shape.filtered.matching.size;
    }
    return count;
  }

  /** Takes up what the models say now. */
  reshape(): void {
    const sessions = this.#sessions();
    const options = this.#options();
    this.#chooseNodes(filterWords(options.filter).length > 0);
    for (const id of this.#shown.keys()) {
      if (!sessions.some((session) => session.id === id)) this.#shown.delete(id);
    }
    for (const session of sessions) {
      const { id, model, name, pinned = NO_PINS } = session;
      const shape = this.#shown.get(id)?.shape ?? new TreeShape(model, name, options);
      shape.update(options, pinned);
      this.#shown.set(id, { session, shape });
    }
    this.#sweep();
  }

  /**
   * Below a filter stand other nodes: VS Code remembers of each whether it is folded, and what a filter leaves is to be
   * seen, whatever was folded before.
   */
  #chooseNodes(isFiltered: boolean): void {
    if (isFiltered === (this.#nodes !== this.#allNodes)) return;
    this.#nodes = isFiltered ? new TreeNodes(`filter ${++this.#filters}/`) : this.#allNodes;
  }

  /** The nodes below `parent`, or of the top level. */
  list(parent: TreeNode | undefined): readonly TreeNode[] {
    if (parent === undefined) {
      const ids = [...this.#shown.keys()];
      const [only] = ids;
      if (only === undefined) return [];
      return ids.length === 1 ? this.#ofSession(only, undefined) : ids.map((id) => this.#nodes.session(id));
    }
    const { sessionId } = parent;
    if (parent.kind === "session") return this.#ofSession(sessionId, parent);
    const shape = this.#shown.get(sessionId)?.shape;
    return shape === undefined ? [] : this.#page(shape, sessionId, parent, this.#content(shape, parent));
  }

  /** The row of a node, as of now. */
  row(node: TreeNode): Row {
    const shown = this.#shown.get(node.sessionId);
    if (shown === undefined) return endedSessionRow();
    const { shape, session } = shown;
    const children = this.#childCount(shape, node);
    const source = {
      session,
      shape,
      nowMs: session.nowMs ?? this.#nowMs(),
      // When a row changes, VS Code forgets all rows below it until it has fetched them anew, and clicks on them go
      // astray: so what has others below it changes less often.
      stepped: session.nowMs === undefined && (children > 0 || node.kind === "group"),
      hidden: node.kind === "more" ? this.#hidden(shape, node) : 0,
      members: node.kind === "group" ? (this.#groupOf(shape, node)?.places ?? []) : [],
      children,
    };
    return rowOf(node, source);
  }

  /**
   * The node at a task's own place; undefined when its session or the task is unknown, or far down a long list.
   * @param grown has it shown from there on, too, and is told whose lists have grown by that; undefined: the top level's.
   */
  find(sessionId: string, taskId: number, grown?: (TreeNode | undefined)[]): TaskNode | undefined {
    const shape = this.#shown.get(sessionId)?.shape;
    if (shape === undefined) return undefined;
    const { forest } = shape;
    const path = [taskId];
    for (let id = forest.parentOf.get(taskId); id !== undefined; id = forest.parentOf.get(id)) path.push(id);
    let parent: TreeNode | undefined = this.#shown.size > 1 ? this.#nodes.session(sessionId) : undefined;
    if (forest.ended.includes(taskId)) parent = this.#nodes.ended(sessionId, parent);
    let found: TaskNode | undefined;
    for (const id of path.reverse()) {
      const list = this.#content(shape, parent);
      const group = list.groups.find(({ places }) => places.some((place) => isOwn(place, id)));
      if (group !== undefined) parent = this.#nodes.group(sessionId, group.key, parent);
      found = this.#nodes.task(sessionId, id, "own", parent);
      if (!this.list(parent).includes(found)) {
        if (grown === undefined || !this.#bring(shape, parent, id)) return undefined;
        grown.push(parent);
      }
      parent = found;
    }
    return found;
  }

  /** Has a list show one task from further down. @returns whether it stands there at all. */
  #bring(shape: TreeShape, parent: TreeNode | undefined, taskId: number): boolean {
    if (!this.#content(shape, parent).places.some((place) => isOwn(place, taskId))) return false;
    const key = parent?.key ?? "";
    const brought = this.#brought.get(key) ?? new Set();
    this.#brought.set(key, brought.add(taskId));
    for (const oldest of brought) {
      if (brought.size <= MAX_BROUGHT) break;
      brought.delete(oldest);
    }
    return true;
  }

  /** Those of a list that are shown: the first ones, and what was brought from further down. */
  #shownPlaces(parent: TreeNode | undefined, places: readonly Place[]): readonly Place[] {
    const limit = this.#limit(parent);
    const brought = this.#brought.get(parent?.key ?? "");
    const first = places.slice(0, limit);
    if (brought === undefined || places.length <= limit) return first;
    return [...first, ...places.slice(limit).filter(({ taskId, link }) => !link && brought.has(taskId))];
  }

  /** Lengthens the list that `node` ends. @returns the list's parent; undefined for the top level. */
  showMore(node: TreeNode): TreeNode | undefined {
    this.#limits.set(node.parent?.key ?? "", this.#limit(node.parent) + PAGE_SIZE);
    return node.parent;
  }

  #ofSession(sessionId: string, parent: TreeNode | undefined): readonly TreeNode[] {
    const shape = this.#shown.get(sessionId)?.shape;
    if (shape === undefined) return [];
    const ended = shape.ended.groups.length + shape.ended.places.length;
    const findings = shape.model.findings
      .filter(({ taskIds }) => taskIds.length === 0 || taskIds.some((id) => shape.shows(id)))
      .map((finding) => this.#nodes.finding(sessionId, finding, parent));
    return [
      // VS Code shows nothing at all of a list that has a node twice.
      ...new Set(findings),
      ...(shape.pinned.length > 0 ? [this.#nodes.pinned(sessionId, parent)] : []),
      ...this.#page(shape, sessionId, parent, shape.roots),
      ...(ended > 0 ? [this.#nodes.ended(sessionId, parent)] : []),
    ];
  }

  /** What stands below a node, as a list of a shape; the top level is that of the only session. */
  #content(shape: TreeShape, parent: TreeNode | undefined): ArrangedList {
    switch (parent?.kind) {
      case undefined:
      case "session":
        return shape.roots;
      case "finding":
        return shape.ofFinding(parent.findingKey);
      case "pinned":
        return { groups: [], places: shape.pinned.map((taskId) => ({ taskId, link: false })) };
      case "ended":
        return shape.ended;
      case "group": {
        const group = this.#groupOf(shape, parent);
        return { groups: [], places: group === undefined ? [] : shape.members(group) };
      }
      case "task":
        return parent.place === "own" ? shape.below(parent.taskId) : EMPTY_LIST;
      case "more":
        return EMPTY_LIST;
    }
  }

  #groupOf(shape: TreeShape, node: GroupNode): TaskGroup<Place> | undefined {
    return this.#content(shape, node.parent).groups.find(({ key }) => key === node.groupKey);
  }

  /** Nodes are made only for what is shown, and not for tasks that were removed since the forest was built. */
  #page(
    shape: TreeShape,
    sessionId: string,
    parent: TreeNode | undefined,
    { groups, places }: ArrangedList,
  ): readonly TreeNode[] {
    const shown = this.#shownPlaces(parent, places);
    const { tasks } = shape.model;
    const nodes: TreeNode[] = groups.map(({ key }) => this.#nodes.group(sessionId, key, parent));
    const mention = mentionBelow(parent);
    for (const { taskId, link } of shown) {
      if (tasks.has(taskId)) {
        nodes.push(this.#nodes.task(sessionId, taskId, mention ?? (link ? "link" : "own"), parent));
      }
    }
    if (places.length > shown.length) nodes.push(this.#nodes.more(sessionId, parent));
    return nodes;
  }

  #limit(parent: TreeNode | undefined): number {
    return this.#limits.get(parent?.key ?? "") ?? PAGE_SIZE;
  }

  #hidden(shape: TreeShape, more: TreeNode): number {
    const { places } = this.#content(shape, more.parent);
    return places.length - this.#shownPlaces(more.parent, places).length;
  }

  /** For rows that fold when something stands below; a list is not arranged only to be counted. */
  #childCount(shape: TreeShape, node: TreeNode): number {
    if (node.kind === "task" && node.place === "own" && shape.filtered === undefined) {
      return shape.forest.children.get(node.taskId)?.length ?? 0;
    }
    if (node.kind !== "task" && node.kind !== "finding") return 0;
    const { groups, places } = this.#content(shape, node);
    return groups.length + places.length;
  }

  /** Drops nodes of what no longer exists. What exists keeps its node even while VS Code fetches it anew. */
  #sweep(): void {
    if (this.#nodes.size < this.#sweepAbove) return;
    this.#nodes.retain((node) => {
      const model = this.#shown.get(node.sessionId)?.shape.model;
      if (model === undefined) return false;
      if (node.kind === "task") return model.tasks.has(node.taskId);
      if (node.kind !== "finding") return true;
      return model.findings.some((finding) => findingKey(finding) === node.findingKey);
    });
    this.#sweepAbove = 2 * this.#nodes.size + SWEEP_ABOVE;
    for (const lists of [this.#limits, this.#brought]) {
      for (const key of lists.keys()) {
        if (key !== "" && !this.#nodes.has(key) && !this.#allNodes.has(key)) lists.delete(key);
      }
    }
  }
}

const EMPTY_LIST: ArrangedList = { groups: [], places: [] };

function isOwn({ taskId, link }: Place, id: number): boolean {
  return taskId === id && !link;
}

/** Below a finding and among the pinned ones tasks are mentioned, also inside a group there. */
function mentionBelow(parent: TreeNode | undefined): "finding" | "pinned" | undefined {
  for (let node = parent; node !== undefined; node = node.parent) {
    if (node.kind === "finding" || node.kind === "pinned") return node.kind;
    if (node.kind !== "group") return undefined;
  }
  return undefined;
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
