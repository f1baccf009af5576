/** Keeps the context keys that `when` clauses read. */
import * as vscode from "vscode";
import type { Sessions } from "./sessions/sessions.js";
import { ContextKey } from "./text/contributions.js";
import type { KeptOptions } from "./tree/kept-options.js";

/** Sets each key when its value changes, and clears them when disposed. */
export function followContextKeys(sessions: Sessions, options: KeptOptions): vscode.Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const update = (): void => {
    set(ContextKey.filtered, options.value.filter !== "");
    set(ContextKey.byCreator, options.value.arrangement === "creator");
    set(ContextKey.active, sessions.live.length > 0);
    set(ContextKey.dumpOpen, sessions.dumps.length > 0);
    const { live, shown } = sessions;
    set(
      ContextKey.hasTasks,
      shown.some(({ model }) => model.tasks.size > 0),
    );
    set(
      ContextKey.hasPending,
      live.some(({ model }) => model.liveCount > 0),
    );
    set(
      ContextKey.hasFrozen,
      live.some(({ model }) => model.frozenCount > 0),
    );
    set(
      ContextKey.hasPinned,
      shown.some(({ model, pinned }) => pinned.some((id) => model.task(id) !== undefined)),
    );
    set(
      ContextKey.debugMode,
      sessions.live.some(({ model }) => model.debugMode),
    );
  };
  update();
  return vscode.Disposable.from(sessions.onDidChange(update), options.onDidChange(update), {
    dispose: () => {
      for (const key of known.keys()) set(key, false);
    },
  });
}
