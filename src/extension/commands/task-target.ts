/** Which task a command means: the row it was run on, the selected row, or the one that the user picks. */
import * as vscode from "vscode";
import type { DapTask } from "../../protocol/index.js";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { filterWords, matchesFilter } from "../tasks/task-filter.js";
import { taskDescription, taskLabel } from "../tasks/task-label.js";
import { isEnded } from "../tasks/tasks-model.js";
import { BY_KEYS, FOCUSED_ROW, InternalCommand } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { forIconLabel } from "../text/plain-text.js";
import type { TreeNode } from "../tree/tree-nodes.js";

export interface TaskTarget {
  readonly session: ProgramSession;
  readonly task: DapTask;
}

const ROW_REPLACED_MS = 4000;
/** VS Code fetches rows anew within a few hundred milliseconds. */
const FOCUS_TRIES = 20;
const BETWEEN_TRIES_MS = 100;
/** Tasks that a pick list shows at once. */
const LISTED_TASKS = 200;

/**
 * Reads a command's arguments. From a row and from a key binding VS Code passes a node, and from the palette nothing:
 * then the user picks among the tasks that `fits` accepts.
 * @returns undefined when there is no such task; the user knows why
 */
export async function taskTarget(
  sessions: Sessions,
  args: readonly unknown[],
  fits: (target: TaskTarget) => boolean,
): Promise<TaskTarget | undefined> {
  if (args.length === 0) return pickTask(sessions, fits);
  const [first] = args as readonly [TreeNode | undefined | readonly [TreeNode | undefined, typeof BY_KEYS]];
  const node = isByKeys(first) ? (first[0] ?? (await focusedNode())) : first;
  if (node !== undefined && node.kind !== "task") {
    vscode.window.setStatusBarMessage(t("That row is no task."), ROW_REPLACED_MS);
    return undefined;
  }
  if (node === undefined) {
    // VS Code forgets a row for the moment in which it fetches it anew, and passes nothing for it then.
    vscode.window.setStatusBarMessage(t("That row has just changed; please try again."), ROW_REPLACED_MS);
    return undefined;
  }
  const session = sessions.get(node.sessionId);
  const task = session?.model.task(node.taskId);
  if (session === undefined || task === undefined) {
    vscode.window.showInformationMessage(t("The program no longer has this task."));
    return undefined;
  }
  return { session, task };
}

function isByKeys(argument: unknown): argument is readonly [TreeNode | undefined, typeof BY_KEYS] {
  return Array.isArray(argument) && argument[1] === BY_KEYS;
}

/**
 * The row that has the keyboard, when VS Code had just forgotten it: it is asked again, until it has fetched the row
 * anew. Of a click nothing is known but that there was one.
 */
function focusedNode(): Promise<TreeNode | undefined> {
  asked ??= askFocusedNode().finally(() => {
    asked = undefined;
  });
  return asked;
}

/** Of keys that are pressed meanwhile, all mean the same row. */
let asked: Promise<TreeNode | undefined> | undefined;

async function askFocusedNode(): Promise<TreeNode | undefined> {
  let node: TreeNode | undefined;
  // VS Code puts the row in place of `FOCUSED_ROW` for commands that it runs itself, as `runCommands` makes it do.
  const told = vscode.commands.registerCommand(
    InternalCommand.tellFocusedRow,
    (focused?: TreeNode | null) => {
      node = focused ?? undefined;
    },
  );
  try {
    for (let tries = 0; node === undefined && tries < FOCUS_TRIES; tries++) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
      await vscode.commands.executeCommand("runCommands", {
        commands: [{ command: InternalCommand.tellFocusedRow, args: FOCUSED_ROW }],
      });
    }
  } finally {
    told.dispose();
  }
  return node;
}

interface TaskItem extends vscode.QuickPickItem {
  readonly target: TaskTarget;
}

/** The user types words; only so many tasks that have them are listed, as a program may have a hundred thousand. */
function pickTask(
  sessions: Sessions,
  fits: (target: TaskTarget) => boolean,
): Promise<TaskTarget | undefined> {
  if (itemsFor(sessions, fits, "").length === 0) {
    vscode.window.showInformationMessage(t("There is no such task."));
    return Promise.resolve(undefined);
  }
  const pick = vscode.window.createQuickPick<TaskItem>();
  pick.placeholder = t("Task");
  pick.matchOnDescription = true;
  const list = (): void => {
    pick.items = itemsFor(sessions, fits, pick.value);
  };
  list();
  return new Promise((resolve) => {
    let picked: TaskTarget | undefined;
    pick.onDidChangeValue(list);
    pick.onDidAccept(() => {
      // Keys may be faster than the list: then what was selected is of the list before, and no longer known.
      picked = (pick.selectedItems[0] ?? itemsFor(sessions, fits, pick.value)[0])?.target;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(picked);
    });
    pick.show();
  });
}

function itemsFor(sessions: Sessions, fits: (target: TaskTarget) => boolean, typed: string): TaskItem[] {
  const words = filterWords(typed);
  const items: TaskItem[] = [];
  for (const session of sessions.shown) {
    const { model } = session;
    for (const task of model.tasks.values()) {
      const target = { session, task };
      if (!fits(target) || !matchesFilter(task, words, model)) continue;
      items.push({
        label: forIconLabel(taskLabel(task)),
        description: forIconLabel(taskDescription(task, model, session.nowMs ?? Date.now())),
        ...(sessions.shown.length > 1 ? { detail: session.name } : {}),
        target,
      });
      if (items.length >= LISTED_TASKS) return items;
    }
  }
  return items;
}

/** A task that can still be cancelled. */
export function isLive({ session, task }: TaskTarget): boolean {
  return !session.readOnly && !isEnded(task);
}

/** A task that has not ended, or had not when its dump was taken. */
export function isWaiting({ task }: TaskTarget): boolean {
  return !isEnded(task);
}

/** A task that the user has pinned. */
export function isPinned({ session, task }: TaskTarget): boolean {
  return session.pinned.includes(task.id);
}
