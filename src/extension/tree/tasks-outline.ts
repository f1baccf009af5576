/**
 * The Tasks view without VS Code: what was handed out, and which of it looks different now.
 *
 * VS Code holds what it was given until it is told that an element changed; then it forgets everything below, asks
 * again, and a click on a row just forgotten goes astray. So a refresh compares what was handed out, row by row and
 * list by list, and names only the topmost nodes that really differ.
 */

import { DEFAULT_OPTIONS, type TreeOptions } from "../tasks/tree-options.js";
import { type OutlineSession, TreeLists } from "./tree-lists.js";
import type { TaskNode, TreeNode } from "./tree-nodes.js";
import { type Row, sameRow } from "./tree-rows.js";

/** What a refresh found: nothing, the whole list of the top level, or single nodes. */
export type OutlineChange =
  | { readonly kind: "none" }
  | { readonly kind: "top" }
  | { readonly kind: "nodes"; readonly nodes: readonly TreeNode[] };

export class TasksOutline {
  readonly #lists: TreeLists;
  /** By the key of the node. */
  readonly #shownRows = new Map<string, Row>();
  /** By the key of the parent, "" for the top level. */
  readonly #shownChildren = new Map<string, readonly TreeNode[]>();

  /**
   * @param sessions the programs to show, the oldest first
   * @param nowMs Unix epoch, milliseconds
   */
  constructor(
    sessions: () => readonly OutlineSession[],
    nowMs: () => number,
    options: () => TreeOptions = () => DEFAULT_OPTIONS,
  ) {
    this.#lists = new TreeLists(sessions, nowMs, options);
  }

  /** Tasks that pass the filter; undefined when there is none. */
  get matching(): number | undefined {
    return this.#lists.matching;
  }

  /** Nodes held, shown ones and others. */
  get nodeCount(): number {
    return this.#lists.nodeCount;
  }

  /** The nodes below `node`, or of the top level, as of the last refresh. */
  children(node?: TreeNode): readonly TreeNode[] {
    return this.#lists.list(node);
  }

  /** The row of a node. */
  row(node: TreeNode): Row {
    return this.#lists.row(node);
  }

  /** As `children`, and they are taken as shown from now on. */
  showChildren(node?: TreeNode): readonly TreeNode[] {
    // Who asks for the top level holds nothing any more, and asks for everything below as well: it may all be new.
    if (node === undefined) this.#lists.reshape();
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
    return this.#lists.find(sessionId, taskId);
  }

  /**
   * As `find`, but from far down a long list the task is brought to where it is seen.
   * @returns the lists that have grown by that as well, by their parents; undefined for the top level
   */
  bring(
    sessionId: string,
    taskId: number,
  ): { readonly node: TaskNode | undefined; readonly grown: readonly (TreeNode | undefined)[] } {
    const grown: (TreeNode | undefined)[] = [];
    const node = this.#lists.find(sessionId, taskId, grown);
    return { node, grown };
  }

  /** Lengthens the list that `node` ends. @returns the list's parent; undefined for the top level. */
  showMore(node: TreeNode): TreeNode | undefined {
    return this.#lists.showMore(node);
  }

  /** Takes up what the models say now, and tells what was shown otherwise. */
  refresh(): OutlineChange {
    this.#lists.reshape();
    const top = this.#shownChildren.get("");
    if (top === undefined) return { kind: "none" };
    if (!sameList(top, this.children())) {
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
      const otherChildren = shownChildren !== undefined && !sameList(shownChildren, this.children(node));
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
}

function sameList(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}
