/**
 * The elements of the Tasks view. A node stands for a task, a finding or a group at one place of the tree; its key is
 * made of ids, never of positions, and while a node is shown its key always gives the same object.
 *
 * A task that comes to be awaited by another one gets another key with its new place, and so do the tasks below it: VS
 * Code refuses a second element of the same id, and it may still hold the old place when it asks for the new one.
 */
import type { Finding } from "../../protocol/index.js";
import { findingKey } from "../findings/finding-label.js";

interface NodeBase {
  /** Unique in the view. */
  readonly key: string;
  readonly serial: number;
  readonly sessionId: string;
  /** Undefined at the top level. */
  readonly parent: TreeNode | undefined;
}

/** A debugged program; only shown when there are several. */
export interface SessionNode extends NodeBase {
  readonly kind: "session";
}

/** Something wrong that the adapter found. Its children are its tasks. */
export interface FindingNode extends NodeBase {
  readonly kind: "finding";
  readonly findingKey: string;
}

export interface TaskNode extends NodeBase {
  readonly kind: "task";
  readonly taskId: number;
  /** The task's own place, a link to it from one more awaiter, or its mention in a finding or among the pinned ones. */
  readonly place: "own" | "link" | "finding" | "pinned";
}

/** Equal tasks of one list. */
export interface GroupNode extends NodeBase {
  readonly kind: "group";
  readonly groupKey: string;
}

/** The tasks that the user has pinned. */
export interface PinnedNode extends NodeBase {
  readonly kind: "pinned";
}

/** The ended tasks of a session. */
export interface EndedNode extends NodeBase {
  readonly kind: "ended";
}

/** The rest of a list that is too long to show at once. */
export interface MoreNode extends NodeBase {
  readonly kind: "more";
}

export type TreeNode = SessionNode | FindingNode | TaskNode | GroupNode | PinnedNode | EndedNode | MoreNode;

type Content =
  | Pick<SessionNode, "kind">
  | Pick<FindingNode, "kind" | "findingKey">
  | Pick<TaskNode, "kind" | "taskId" | "place">
  | Pick<GroupNode, "kind" | "groupKey">
  | Pick<PinnedNode, "kind">
  | Pick<EndedNode, "kind">
  | Pick<MoreNode, "kind">;

/** Over all that make nodes: a node of one may be asked for its children when another has taken its place. */
let lastSerial = 0;

/** Makes nodes, and gives the one that it made before for the same place. */
export class TreeNodes {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #prefix: string;

  /** @param prefix of all keys: what tells them from those of others that VS Code has */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  get size(): number {
    return this.#nodes.size;
  }

  session(sessionId: string): SessionNode {
    return this.#node("session", sessionId, undefined, { kind: "session" });
  }

  finding(sessionId: string, finding: Finding, parent: TreeNode | undefined): FindingNode {
    const key = findingKey(finding);
    return this.#node(key, sessionId, parent, { kind: "finding", findingKey: key });
  }

  task(sessionId: string, taskId: number, place: TaskNode["place"], parent: TreeNode | undefined): TaskNode {
    return this.#node(`${place}:${taskId}`, sessionId, parent, { kind: "task", taskId, place });
  }

  group(sessionId: string, groupKey: string, parent: TreeNode | undefined): GroupNode {
    return this.#node(`group:${groupKey}`, sessionId, parent, { kind: "group", groupKey });
  }

  pinned(sessionId: string, parent: TreeNode | undefined): PinnedNode {
    return this.#node("pinned", sessionId, parent, { kind: "pinned" });
  }

  ended(sessionId: string, parent: TreeNode | undefined): EndedNode {
    return this.#node("ended", sessionId, parent, { kind: "ended" });
  }

  more(sessionId: string, parent: TreeNode | undefined): MoreNode {
    return this.#node("more", sessionId, parent, { kind: "more" });
  }

  has(key: string): boolean {
    return this.#nodes.has(key);
  }

  /** Forgets the nodes that `keep` refuses, and all below them. */
  retain(keep: (node: TreeNode) => boolean): void {
    // A node is made after its parent, and so it is met after it.
    for (const [key, node] of this.#nodes) {
      const rootless = node.parent !== undefined && this.#nodes.get(node.parent.key) !== node.parent;
      if (rootless || !keep(node)) this.#nodes.delete(key);
    }
  }

  #node<N extends TreeNode>(
    name: string,
    sessionId: string,
    parent: TreeNode | undefined,
    content: Content & { readonly kind: N["kind"] },
  ): N {
    const key = `${this.#prefix}${parent === undefined ? sessionId : parent.serial}/${name}`;
    const known = this.#nodes.get(key);
    // The name says the kind, so that what is found under a key is of the kind asked for.
    if (known !== undefined) return known as N;
    lastSerial++;
    const node = { ...content, key, serial: lastSerial, sessionId, parent } as unknown as N;
    this.#nodes.set(key, node);
    return node;
  }
}
