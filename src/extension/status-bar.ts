/** The number of live tasks in the status bar, with a warning colour when something is wrong. */
import * as vscode from "vscode";
import { findingLabel } from "./findings/finding-label.js";
import type { Sessions } from "./sessions/sessions.js";
import { InternalCommand } from "./text/contributions.js";
import { counted, listed, t } from "./text/localization.js";

/** Left of what language extensions put there. */
const PRIORITY = 40;

/** Shows the item as long as a session is alive; a click leads to the Tasks view. */
export function createStatusBar(sessions: Sessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    "loopscope.status",
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );
  item.name = t("asyncio Tasks");
  item.command = InternalCommand.focusTasks;
  const update = (): void => {
    const { live } = sessions;
    if (live.length === 0) {
      item.hide();
      return;
    }
    const count = live.reduce((sum, { model }) => sum + model.liveCount, 0);
    const problems = live.flatMap(({ model }) =>
      model.findings.map((finding) => findingLabel(finding, model)),
    );
    const tasks = counted(count, "1 task", "{0} tasks");
    item.text = `$(${problems.length > 0 ? "warning" : "pulse"}) ${tasks}`;
    item.tooltip = problems.length > 0 ? problems.join("\n") : t("Tasks of the asyncio program");
    item.accessibilityInformation = {
      label: listed([t("asyncio: {0}", tasks), ...problems]),
    };
    item.backgroundColor =
      problems.length > 0 ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };
  return vscode.Disposable.from(sessions.onDidChange(update), item);
}
