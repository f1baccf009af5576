/** Cancelling tasks, and telling the user what came of it. */
import * as vscode from "vscode";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { taskName } from "../tasks/task-label.js";
import { counted, listed, t } from "../text/localization.js";
import { forIconLabel, forNotice } from "../text/plain-text.js";
import { type AskedTask, askedTask, cancelOutcome, cancelReport } from "./cancel-report.js";
import type { TaskTarget } from "./task-target.js";

const NAMED_TASKS = 12;
/** A task that has not ended by now is reported: it cleans up for long, or goes on. */
const REPORT_AFTER_MS = 3000;
/** Time for the records of tasks that a cancellation ends to arrive. */
const SHOWN_MS = 5000;

export class Cancellation {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Asks the program to cancel one task. A task that has ended meanwhile is not an error. @throws RequestError */
  async cancelTask(session: ProgramSession, taskId: number, message?: string): Promise<void> {
    await this.#ask(session, [taskId], { taskId, ...(message ? { message } : {}) });
  }

  /** Asks for the message that the CancelledError will carry, then cancels. @throws RequestError */
  async cancelTaskWithMessage({ session, task }: TaskTarget): Promise<void> {
    const message = await vscode.window.showInputBox({
      title: t("Cancel {0}", taskName(task, task.id)),
      prompt: t("Message that the CancelledError carries"),
    });
    if (message !== undefined) await this.cancelTask(session, task.id, message);
  }

  /**
   * Cancels a task and what it waits for, after showing whom that reaches and where a shield stops it.
   * @throws RequestError
   */
  async cancelSubtree({ session, task }: TaskTarget): Promise<void> {
    const { taskIds, shields } = await session.request("asyncioCancelPreview", { taskId: task.id });
    if (taskIds.length === 0) {
      vscode.window.showInformationMessage(alreadyEnded(session, task.id));
      return;
    }
    const others = taskIds.length - 1;
    const kept = shields.flatMap(({ innerTaskIds }) => innerTaskIds);
    if (others > 0 || kept.length > 0) {
      const name = taskName(task, task.id);
      const question =
        others === 0
          ? t("Cancel {0}?", name)
          : counted(
              others,
              "Cancel {1} and 1 task that it waits for?",
              "Cancel {1} and {0} tasks that it waits for?",
              name,
            );
      const lines = [
        ...(others > 0 ? [namedList(session, taskIds)] : []),
        ...(kept.length > 0 ? [t("A shield keeps {0}.", namedList(session, kept))] : []),
      ];
      const yes = counted(taskIds.length, "Cancel Task", "Cancel {0} Tasks");
      const options = { modal: true, detail: lines.join("\n") };
      if ((await vscode.window.showWarningMessage(forNotice(question), options, yes)) !== yes) return;
    }
    await this.#ask(session, taskIds, { taskId: task.id, subtree: true });
  }

  async #ask(
    session: ProgramSession,
    taskIds: readonly number[],
    request: { taskId: number; message?: string; subtree?: boolean },
  ): Promise<void> {
    const asked = taskIds.flatMap((id) => session.model.task(id) ?? []).map(askedTask);
    const { requested } = await session.request("asyncioCancel", request);
    if (requested === 0) vscode.window.showInformationMessage(alreadyEnded(session, request.taskId));
    else this.#follow(session, asked);
  }

  /** Waits until all have ended, or have had time to, and says what came of it. */
  #follow(session: ProgramSession, asked: readonly AskedTask[]): void {
    const report = (): void => {
      subscription.dispose();
      clearTimeout(timer);
      // A program that ends with its tasks says so itself.
      if (this.#sessions.get(session.id) !== session) return;
      const { bad, text } = cancelReport(asked, session.model, session.stopped);
      if (bad) vscode.window.showWarningMessage(forNotice(text));
      else vscode.window.setStatusBarMessage(`$(check) ${forIconLabel(text)}`, SHOWN_MS);
    };
    const timer = setTimeout(report, REPORT_AFTER_MS);
    const subscription = this.#sessions.onDidChange(() => {
      const outcomes = asked.map((one) => cancelOutcome(one, session.model));
      const settled = outcomes.every((outcome) => outcome === "cancelled" || outcome === "suppressed");
      if (settled || this.#sessions.get(session.id) !== session) report();
    });
  }
}

function namedList(session: ProgramSession, ids: readonly number[]): string {
  const named = ids.slice(0, NAMED_TASKS).map((id) => taskName(session.model.task(id), id));
  const more = ids.length - named.length;
  return more > 0 ? t("{0} and {1} more", listed(named), more) : listed(named);
}

function alreadyEnded(session: ProgramSession, taskId: number): string {
  return forNotice(t("{0} has ended already.", taskName(session.model.task(taskId), taskId)));
}
