/** Cancelling tasks, and telling the user what came of it. */
import * as vscode from "vscode";
import { counted, listed, t } from "./localization.js";
import { forNotice } from "./plain-text.js";
import type { LiveSession } from "./sessions.js";
import { subtreeReach } from "./task-forest.js";
import { taskName } from "./task-label.js";
import type { TaskTarget } from "./task-target.js";

const NAMED_TASKS = 12;

/** Asks the program to cancel one task. A task that has ended meanwhile is not an error. @throws RequestError */
export async function cancelTask(session: LiveSession, taskId: number, message?: string): Promise<void> {
  const { requested } = await session.request("asyncioCancel", {
    taskId,
    ...(message ? { message } : {}),
  });
  if (requested === 0) vscode.window.showInformationMessage(alreadyEnded(session, taskId));
}

/** Asks for the message that the CancelledError will carry, then cancels. @throws RequestError */
export async function cancelTaskWithMessage({ session, task }: TaskTarget): Promise<void> {
  const message = await vscode.window.showInputBox({
    title: t("Cancel {0}", taskName(task, task.id)),
    prompt: t("Message that the CancelledError carries"),
  });
  if (message !== undefined) await cancelTask(session, task.id, message);
}

/**
 * Cancels a task and what it waits for, after showing whom that reaches and where a shield stops it.
 * @throws RequestError
 */
export async function cancelSubtree({ session, task }: TaskTarget): Promise<void> {
  const { reached, kept } = subtreeReach(session.model.tasks, task.id);
  const name = taskName(task, task.id);
  const others = reached.length - 1;
  const yes = counted(reached.length, "Cancel Task", "Cancel {0} Tasks");
  const lines = [];
  if (others > 0) lines.push(namedList(session, reached));
  if (kept.length > 0) lines.push(t("A shield keeps {0}.", namedList(session, kept)));
  if (lines.length > 0) {
    const question =
      others === 0
        ? t("Cancel {0}?", name)
        : counted(
            others,
            "Cancel {1} and 1 task that it waits for?",
            "Cancel {1} and {0} tasks that it waits for?",
            name,
          );
    const options = { modal: true, detail: lines.join("\n") };
    if ((await vscode.window.showWarningMessage(forNotice(question), options, yes)) !== yes) return;
  }
  const { requested } = await session.request("asyncioCancel", { taskId: task.id, subtree: true });
  if (requested === 0) vscode.window.showInformationMessage(alreadyEnded(session, task.id));
}

function namedList(session: LiveSession, ids: readonly number[]): string {
  const named = ids.slice(0, NAMED_TASKS).map((id) => taskName(session.model.task(id), id));
  const more = ids.length - named.length;
  return more > 0 ? t("{0} and {1} more", listed(named), more) : listed(named);
}

function alreadyEnded(session: LiveSession, taskId: number): string {
  return forNotice(t("{0} has ended already.", taskName(session.model.task(taskId), taskId)));
}
