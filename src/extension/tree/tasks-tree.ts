/** The Tasks view: hands the outline to VS Code, and tells it which rows changed. */
import * as vscode from "vscode";
import { Pace, systemClock } from "../sessions/pace.js";
import type { Sessions } from "../sessions/sessions.js";
import { TASKS_VIEW } from "../text/contributions.js";
import { counted, number, t } from "../text/localization.js";
import type { KeptOptions } from "./kept-options.js";
import { RefreshQueue } from "./refresh-queue.js";
import { TasksOutline } from "./tasks-outline.js";
import type { TaskNode, TreeNode } from "./tree-nodes.js";
import type { Row } from "./tree-rows.js";

/** Changes that come within this time are drawn together. */
const FIRST_DELAY_MS = 50;
/** VS Code itself merges what comes faster than 200 ms, and would draw it late. */
const BETWEEN_ROWS_MS = 250;
/** A changed top level makes VS Code fetch everything anew, during which clicks on rows go astray. */
const BETWEEN_TOPS_MS = 1000;
/** Of the extension host's time a program of 100,000 tasks may take this part. */
const SHARE_OF_TIME = 1 / 5;
/** Rows that the user has folded or unfolded, the last ones: VS Code forgets those that a filter leaves out. */
const FOLDS_REMEMBERED = 1_000;
/** Durations in rows count seconds. */
const TICK_MS = 1000;

const FOLDING = {
  none: vscode.TreeItemCollapsibleState.None,
  folded: vscode.TreeItemCollapsibleState.Collapsed,
  unfolded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

export class TasksTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly view: vscode.TreeView<TreeNode>;
  readonly onDidChangeTreeData: vscode.Event<TreeNode[] | undefined>;
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly #sessions: Sessions;
  readonly #options: KeptOptions;
  readonly #media: vscode.Uri;
  readonly #outline: TasksOutline;
  readonly #pace: Pace;
  readonly #queue = new RefreshQueue<TreeNode>(() => Date.now());
  readonly #subscriptions: vscode.Disposable;
  /** Which rows the user has unfolded or folded, by their nodes' keys. */
  readonly #unfolded = new Map<string, boolean>();
  #ticking: ReturnType<typeof setInterval> | undefined;

  /** @param media the folder of icons */
  constructor(sessions: Sessions, options: KeptOptions, media: vscode.Uri) {
    this.#sessions = sessions;
    this.#options = options;
    this.#media = media;
    this.#outline = new TasksOutline(
      () => sessions.shown,
      () => Date.now(),
      () => options.value,
    );
    this.#pace = new Pace(() => this.#refresh(), FIRST_DELAY_MS, systemClock);
    this.onDidChangeTreeData = this.#changed.event;
    this.view = vscode.window.createTreeView(TASKS_VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = vscode.Disposable.from(
      this.view,
      this.#changed,
      sessions.onDidChange(() => this.#pace.request()),
      options.onDidChange(() => this.#pace.request()),
      this.view.onDidChangeVisibility(() => this.#tickWhileVisible()),
      this.view.onDidExpandElement(({ element }) => this.#remember(element, true)),
      this.view.onDidCollapseElement(({ element }) => this.#remember(element, false)),
    );
    this.#pace.request();
  }

  getChildren(node?: TreeNode): TreeNode[] {
    this.#queue.asked(node);
    return [...this.#outline.showChildren(node)];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#queue.asked(node);
    return this.#item(node, this.#outline.showRow(node));
  }

  /** What the view shows, to look at without VS Code's own knowledge of what it was given. */
  get contents(): vscode.TreeDataProvider<TreeNode> {
    return {
      getChildren: (node) => [...this.#outline.children(node)],
      getParent: (node) => node.parent,
      getTreeItem: (node) => this.#item(node, this.#outline.row(node)),
      onDidChangeTreeData: this.onDidChangeTreeData,
    };
  }

  /** Selects a task's own row, unfolding what is above it. @returns false when it is not in the tree */
  async reveal(sessionId: string, taskId: number, options: { readonly focus: boolean }): Promise<boolean> {
    const { node, grown } = this.#outline.bring(sessionId, taskId);
    if (node === undefined) return false;
    for (const parent of grown) this.#changed.fire(asElements(parent));
    await this.view.reveal(node, { select: true, focus: options.focus, expand: true });
    return true;
  }

  /** Shows the next page of the list that the row ends. */
  showMore(node: TreeNode): void {
    this.#changed.fire(asElements(this.#outline.showMore(node)));
  }

  /** The selected row, if it is a task's. */
  get selectedTask(): TaskNode | undefined {
    const [node] = this.view.selection;
    return node?.kind === "task" ? node : undefined;
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#pace.dispose();
    this.#subscriptions.dispose();
  }

  /** @returns how long to leave VS Code alone, in milliseconds */
  #refresh(): number {
    if (this.#queue.isBehind) {
      this.#pace.request();
      return 0;
    }
    const startedMs = Date.now();
    this.#tickWhileVisible();
    const change = this.#outline.refresh();
    this.#showSummary();
    const restMs = (Date.now() - startedMs) / SHARE_OF_TIME;
    if (change.kind === "none") return restMs;
    const nodes = change.kind === "top" ? undefined : [...change.nodes];
    this.#queue.told(nodes);
    this.#changed.fire(nodes);
    this.#followSelection();
    return Math.max(restMs, change.kind === "top" ? BETWEEN_TOPS_MS : BETWEEN_ROWS_MS);
  }

  #remember({ key }: TreeNode, isUnfolded: boolean): void {
    this.#unfolded.delete(key);
    this.#unfolded.set(key, isUnfolded);
    for (const oldest of this.#unfolded.keys()) {
      if (this.#unfolded.size <= FOLDS_REMEMBERED) break;
      this.#unfolded.delete(oldest);
    }
  }

  #foldingOf({ key }: TreeNode, { folding }: Row): Row["folding"] {
    const isUnfolded = folding === "none" ? undefined : this.#unfolded.get(key);
    return isUnfolded === undefined ? folding : isUnfolded ? "unfolded" : "folded";
  }

  /** A selected task that other tasks await now stays selected at its new place. */
  #followSelection(): void {
    const selected = this.selectedTask;
    if (selected?.place !== "own" || !this.view.visible) return;
    const node = this.#outline.find(selected.sessionId, selected.taskId);
    // An ended task is not followed: that would unfold the group of all ended tasks.
    if (node === undefined || node === selected || isBelowEnded(node)) return;
    this.view.reveal(node, { select: true, focus: false }).then(undefined, () => {
      // It has moved on, or is gone.
    });
  }

  #showSummary(): void {
    const live = this.#sessions.shown;
    const findings = live.reduce((sum, { model }) => sum + model.findings.length, 0);
    this.view.badge =
      findings === 0
        ? undefined
        : { value: findings, tooltip: counted(findings, "1 problem with tasks", "{0} problems with tasks") };
    const tasks = live.reduce((sum, { model }) => sum + model.tasks.size, 0);
    const { filter, arrangement } = this.#options.value;
    const { matching } = this.#outline;
    const dropped = live.reduce((sum, { model }) => sum + model.dropped, 0);
    const lines = [];
    if (live.length > 0 && tasks === 0) lines.push(t("No asyncio tasks yet."));
    if (matching !== undefined) {
      lines.push(counted(tasks, "“{1}”: {2} of 1 task", "“{1}”: {2} of {0} tasks", filter, number(matching)));
    }
    if (dropped > 0) {
      lines.push(
        counted(
          dropped,
          "1 change was dropped, as too many came at once: not all ended tasks are shown.",
          "{0} changes were dropped, as too many came at once: not all ended tasks are shown.",
        ),
      );
    }
    this.view.message = lines.join("\n");
    this.view.description = arrangement === "creator" ? t("by creator") : "";
  }

  #tickWhileVisible(): void {
    const needed = this.view.visible && this.#sessions.live.some(({ model }) => model.tasks.size > 0);
    if (needed && this.#ticking === undefined) {
      this.#ticking = setInterval(() => this.#pace.request(), TICK_MS);
    } else if (!needed) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }

  #item(node: TreeNode, row: Row): vscode.TreeItem {
    const label = row.highlights ? { label: row.label, highlights: [...row.highlights] } : row.label;
    const item = new vscode.TreeItem(label, FOLDING[this.#foldingOf(node, row)]);
    item.id = node.key;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.contextValue = row.context;
    item.iconPath = this.#icon(row);
    item.accessibilityInformation = { label: row.accessibleLabel };
    if (row.command !== undefined) {
      item.command = { command: row.command, title: row.label, arguments: [node] };
    }
    return item;
  }

  #icon({ icon }: Row): vscode.ThemeIcon | { light: vscode.Uri; dark: vscode.Uri } {
    if ("codicon" in icon) {
      return new vscode.ThemeIcon(icon.codicon, icon.color ? new vscode.ThemeColor(icon.color) : undefined);
    }
    const file = `${icon.state}.svg`;
    return {
      light: vscode.Uri.joinPath(this.#media, "light", file),
      dark: vscode.Uri.joinPath(this.#media, "dark", file),
    };
  }
}

function isBelowEnded(node: TreeNode): boolean {
  return node.kind === "ended" || (node.parent !== undefined && isBelowEnded(node.parent));
}

function asElements(node: TreeNode | undefined): TreeNode[] | undefined {
  return node === undefined ? undefined : [node];
}
