/** Says once that a program hangs: a deadlock, tasks that never wake, a blocked loop. */
import * as vscode from "vscode";
import type { FindingKind } from "../../protocol/index.js";
import type { Sessions } from "../sessions/sessions.js";
import { InternalCommand, Setting } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { forNotice } from "../text/plain-text.js";
import { findingKey, findingMessage } from "./finding-label.js";

const NOTICED: ReadonlySet<FindingKind> = new Set(["deadlock", "never-wakes", "blocked-loop"]);

/** Shows a warning for each new finding, unless the setting says no. The same finding is not told twice in a session. */
export function createFindingNotices(sessions: Sessions): vscode.Disposable {
  const told = new Set<string>();
  return sessions.onDidChange(() => {
    for (const { id, model } of sessions.live) {
      for (const finding of model.findings) {
        const key = `${id}/${findingKey(finding)}`;
        if (!NOTICED.has(finding.kind) || told.has(key)) continue;
        told.add(key);
        if (!vscode.workspace.getConfiguration().get<boolean>(Setting.notifyFindings, true)) continue;
        void showNotice(forNotice(findingMessage(finding, model)));
      }
    }
  });
}

async function showNotice(text: string): Promise<void> {
  const show = t("Show Tasks");
  const answer = await vscode.window.showWarningMessage(text, show);
  if (answer === show) await vscode.commands.executeCommand(InternalCommand.focusTasks);
}
