/** Which task a command means: the row it was run on, the selected row, or the one that the user picks. */
import * as vscode from "vscode";
import type { DapTask } from "../protocol/index.js";
import { SELECTED_ROW } from "./contributions.js";
import { t } from "./localization.js";
import { forIconLabel } from "./plain-text.js";
import type { LiveSession, Sessions } from "./sessions.js";
import { taskDescription, taskLabel } from "./task-label.js";
import { isEnded } from "./tasks-model.js";
import type { TasksTree } from "./tasks-tree.js";
import type { TreeNode } from "./tree-nodes.js";

export interface TaskTarget {
  readonly session: LiveSession;
  readonly task: DapTask;
}

const ROW_REPLACED_MS = 4000;

/**
 * Reads a command's arguments. From a row VS Code passes its node, a key binding passes `SELECTED_ROW`, and the palette
 * passes nothing: then the user picks among the tasks that `fits` accepts.
 * @returns undefined when there is no such task; the user knows why
 */
export async function taskTarget(
  sessions: Sessions,
  tree: TasksTree,
  args: readonly unknown[],
  fits: (task: DapTask) => boolean,
): Promise<TaskTarget | undefined> {
  if (args.length === 0) return pickTask(sessions, fits);
  const [first] = args;
  const node = first === SELECTED_ROW ? tree.selectedTask : (first as TreeNode | undefined);
  if (node?.kind !== "task") {
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

async function pickTask(
  sessions: Sessions,
  fits: (task: DapTask) => boolean,
): Promise<TaskTarget | undefined> {
  const { live } = sessions;
  const nowMs = Date.now();
  const items = live.flatMap((session) =>
    [...session.model.tasks.values()].filter(fits).map((task) => ({
      label: forIconLabel(taskLabel(task)),
      description: forIconLabel(taskDescription(task, session.model, nowMs)),
      ...(live.length > 1 ? { detail: session.name } : {}),
      target: { session, task },
    })),
  );
  if (items.length === 0) {
    vscode.window.showInformationMessage(t("There is no such task."));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: t("Task"),
    matchOnDescription: true,
  });
  return picked?.target;
}

/** A task that can still be cancelled. */
export function isLive(task: DapTask): boolean {
  return !isEnded(task);
}
