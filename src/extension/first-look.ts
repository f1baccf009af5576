/** VS Code adds a view to the Run and Debug side bar folded. The first program ever debugged unfolds this one. */
import * as vscode from "vscode";
import type { Sessions } from "./sessions/sessions.js";
import { InternalCommand } from "./text/contributions.js";

const SHOWN = "tasksViewShown";

/**
 * Unfolds the view, without taking the keyboard, when the first tasks appear. Once it has been seen VS Code remembers
 * what the user makes of it, and this does nothing any more.
 */
export function unfoldOnFirstUse(
  sessions: Sessions,
  view: vscode.TreeView<unknown>,
  state: vscode.Memento,
): vscode.Disposable {
  if (state.get<boolean>(SHOWN)) return new vscode.Disposable(() => undefined);
  let unfolding = false;
  const subscription = sessions.onDidChange(async () => {
    if (unfolding || sessions.live.every(({ model }) => model.tasks.size === 0)) return;
    unfolding = true;
    try {
      if (!view.visible)
        await vscode.commands.executeCommand(InternalCommand.focusTasks, { preserveFocus: true });
    } finally {
      unfolding = false;
    }
  });
  const seen = view.onDidChangeVisibility(({ visible }) => {
    if (!visible) return;
    subscription.dispose();
    seen.dispose();
    void state.update(SHOWN, true);
  });
  return vscode.Disposable.from(subscription, seen);
}
