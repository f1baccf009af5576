/** VS Code adds a view to the Run and Debug side bar folded. The first program ever debugged unfolds this one. */
import type * as vscode from "vscode";
import type { Sessions } from "./sessions.js";
import type { TasksTree } from "./tasks-tree.js";

const SHOWN = "tasksViewShown";

/** Afterwards VS Code remembers what the user makes of the view, and this does nothing. */
export function unfoldOnFirstUse(
  sessions: Sessions,
  tree: TasksTree,
  state: vscode.Memento,
): { dispose(): void } {
  if (state.get<boolean>(SHOWN)) return { dispose: () => undefined };
  const subscription = sessions.onDidChange(() => {
    if (sessions.live.every(({ model }) => model.tasks.size === 0)) return;
    subscription.dispose();
    void unfold();
  });
  const unfold = async (): Promise<void> => {
    if (await tree.unfoldView()) await state.update(SHOWN, true);
  };
  return subscription;
}
