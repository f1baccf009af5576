/**
 * Every id by which VS Code reaches this extension, or this extension reaches VS Code. `package.json` repeats the
 * contributed ones; a unit test compares the two lists in both directions.
 */

/** Debug type of launch.json, and of the sessions that the extension follows. */
export const DEBUG_TYPE = "asyncio";

/** The view of tasks in the Run and Debug container. */
export const TASKS_VIEW = "loopscope.tasks";

/** View type of the Inspect panel. */
export const INSPECT_PANEL = "loopscope.inspect";

/** Scheme of the documents that a comparison of dumps shows. */
export const DUMP_SCHEME = "loopscope-dump";

/** View type of the Timeline. */
export const TIMELINE_PANEL = "loopscope.timeline";

/** Commands of `contributes.commands`: palette, menus and keys. */
export const Command = {
  cancelTask: "loopscope.cancelTask",
  cancelTaskWithMessage: "loopscope.cancelTaskWithMessage",
  cancelSubtree: "loopscope.cancelSubtree",
  runToTask: "loopscope.runToTask",
  stepTaskToAwait: "loopscope.stepTaskToAwait",
  breakOnTask: "loopscope.breakOnTask",
  freezeTask: "loopscope.freezeTask",
  thawTask: "loopscope.thawTask",
  inspectTask: "loopscope.inspectTask",
  goToSuspended: "loopscope.goToSuspended",
  goToCreation: "loopscope.goToCreation",
  copyName: "loopscope.copyName",
  copyDetails: "loopscope.copyDetails",
  enableDebugMode: "loopscope.enableDebugMode",
  disableDebugMode: "loopscope.disableDebugMode",
  filterTasks: "loopscope.filterTasks",
  clearFilter: "loopscope.clearFilter",
  showByCreator: "loopscope.showByCreator",
  showByAwaiter: "loopscope.showByAwaiter",
  sortTasks: "loopscope.sortTasks",
  goToTask: "loopscope.goToTask",
  pinTask: "loopscope.pinTask",
  unpinTask: "loopscope.unpinTask",
  showTimeline: "loopscope.showTimeline",
  showInTimeline: "loopscope.showInTimeline",
  saveDump: "loopscope.saveDump",
  openDump: "loopscope.openDump",
  closeDump: "loopscope.closeDump",
  compareDumps: "loopscope.compareDumps",
  refresh: "loopscope.refresh",
  diagnose: "loopscope.diagnose",
  debugFile: "loopscope.debugFile",
} as const;

/** Commands that only the extension itself runs: from a row, a status bar item, or a launch.json variable. */
export const InternalCommand = {
  /** VS Code makes this one for the view. */
  focusTasks: `${TASKS_VIEW}.focus`,
  revealTask: "loopscope.revealTask",
  showFinding: "loopscope.showFinding",
  showMore: "loopscope.showMore",
  /** Run by way of VS Code, to hear from it which row has the keyboard. */
  tellFocusedRow: "loopscope.tellFocusedRow",
  /** `${command:AskProcessId}` in launch.json. */
  askProcessId: "loopscope.askProcessId",
} as const;

/** Context keys that `when` clauses read. */
export const ContextKey = {
  /** A debug session of type `asyncio` is alive. */
  active: "loopscope.active",
  /** A dump is open. */
  dumpOpen: "loopscope.dumpOpen",
  /** A live session or an open dump has a task. */
  hasTasks: "loopscope.hasTasks",
  /** A live session has a task that has not ended. */
  hasPending: "loopscope.hasPending",
  /** A live session has a task that is held back. */
  hasFrozen: "loopscope.hasFrozen",
  /** A task that is shown is pinned. */
  hasPinned: "loopscope.hasPinned",
  /** Debug mode is on in a loop of a live session. */
  debugMode: "loopscope.debugMode",
  /** The Tasks view shows some tasks only. */
  filtered: "loopscope.filtered",
  /** The Tasks view shows tasks below their creators. */
  byCreator: "loopscope.byCreator",
} as const;

/** `contextValue` of rows, which `view/item/context` menus read as `viewItem`. */
export const RowContext = {
  liveTask: "loopscope.task.live",
  endedTask: "loopscope.task.ended",
  finding: "loopscope.finding",
  group: "loopscope.group",
  /** A row that stands for many equal tasks. */
  equalTasks: "loopscope.equal",
  /** A dump that is open, and a task in it. */
  dump: "loopscope.dump",
  dumpedTask: "loopscope.task.dumped",
  /** Added to that of a task that is frozen; before the next one. */
  frozenSuffix: ".frozen",
  /** Added to that of a task that is pinned. */
  pinnedSuffix: ".pinned",
} as const;

/** Settings, in full. */
export const Setting = {
  notifyFindings: "loopscope.notifyFindings",
  groupEqualTasks: "loopscope.groupEqualTasks",
  showWaits: "loopscope.showWaits",
  pythonCompanion: "loopscope.python.companion",
} as const;

/**
 * Argument of a key binding in the Tasks view: VS Code puts the node of the focused row in its place. That is not the
 * selected row: arrow keys move the focus alone, and an extension is told of the selection only.
 */
export const FOCUSED_ROW = { $treeViewId: TASKS_VIEW, $focusedTreeItem: true } as const;

/** Beside `FOCUSED_ROW` in a key binding's argument: the command was given by keys, so that the focused row is meant. */
export const BY_KEYS = "keys";

/** Names of the icons in `media/light` and `media/dark`, without `.svg`. */
export const STATE_ICONS = ["pending", "running", "done", "cancelled", "failed", "deadlocked"] as const;

export type StateIcon = (typeof STATE_ICONS)[number];
