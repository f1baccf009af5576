/** Cancelling tasks, and telling the user what came of it. */
import * as vscode from "vscode";
import { counted, forNotice } from "./plain-text.js";
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
    title: `Cancel ${taskName(task, task.id)}`,
    prompt: "Message that the CancelledError carries",
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
  const yes = others === 0 ? "Cancel Task" : `Cancel ${counted(reached.length, "Task")}`;
  const lines = [];
  if (others > 0) lines.push(namedList(session, reached));
  if (kept.length > 0) lines.push(`A shield keeps ${namedList(session, kept)}.`);
  if (lines.length > 0) {
    const question =
      others === 0 ? `Cancel ${name}?` : `Cancel ${name} and ${counted(others, "task")} that it waits for?`;
    const options = { modal: true, detail: lines.join("\n") };
    if ((await vscode.window.showWarningMessage(forNotice(question), options, yes)) !== yes) return;
  }
  const { requested } = await session.request("asyncioCancel", { taskId: task.id, subtree: true });
  if (requested === 0) vscode.window.showInformationMessage(alreadyEnded(session, task.id));
}

function namedList(session: LiveSession, ids: readonly number[]): string {
  const named = ids.slice(0, NAMED_TASKS).map((id) => taskName(session.model.task(id), id));
  const more = ids.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function alreadyEnded(session: LiveSession, taskId: number): string {
  return forNotice(`${taskName(session.model.task(taskId), taskId)} has ended already.`);
}
