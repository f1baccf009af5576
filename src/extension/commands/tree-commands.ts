/** Commands that change how the Tasks view shows tasks, not the tasks. */
import * as vscode from "vscode";
import type { Sessions } from "../sessions/sessions.js";
import type { SortOrder } from "../tasks/tree-options.js";
import { Command } from "../text/contributions.js";
import { t } from "../text/localization.js";
import type { KeptOptions } from "../tree/kept-options.js";
import type { TasksTree } from "../tree/tasks-tree.js";
import type { TaskTarget } from "./task-target.js";

type Handlers = Readonly<Record<string, () => Promise<unknown> | unknown>>;

/** Command ids → what they do. */
export function treeCommands(options: KeptOptions): Handlers {
  return {
    [Command.filterTasks]: () => askFilter(options),
    [Command.clearFilter]: () => options.set({ filter: "" }),
    [Command.showByCreator]: () => options.set({ arrangement: "creator" }),
    [Command.showByAwaiter]: () => options.set({ arrangement: "awaiter" }),
    [Command.sortTasks]: () => askSort(options),
  };
}

/** Filters while the user types; Escape takes back what was typed. */
function askFilter(options: KeptOptions): Promise<void> {
  const before = options.value.filter;
  const input = vscode.window.createInputBox();
  input.title = t("Filter Tasks");
  input.prompt = t(
    "Words of a task's name, coroutine, state or wait; Enter keeps the filter, Escape takes it back.",
  );
  input.placeholder = t("worker queue");
  input.value = before;
  return new Promise((resolve) => {
    let accepted = false;
    input.onDidChangeValue((filter) => options.set({ filter }));
    input.onDidAccept(() => {
      accepted = true;
      input.hide();
    });
    input.onDidHide(() => {
      if (!accepted && options.value.filter !== before) options.set({ filter: before });
      input.dispose();
      resolve();
    });
    input.show();
  });
}

async function askSort(options: KeptOptions): Promise<void> {
  const orders: readonly { readonly label: string; readonly sort: SortOrder }[] = [
    { label: t("By Creation"), sort: "created" },
    { label: t("By Wait Time"), sort: "wait" },
    { label: t("By Name"), sort: "name" },
    { label: t("By State"), sort: "state" },
  ];
  const items = orders.map((order) => ({
    ...order,
    ...(order.sort === options.value.sort ? { description: t("current") } : {}),
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Sort tasks") });
  if (picked !== undefined) options.set({ sort: picked.sort });
}

/** Pins a task, or takes the pin out. */
export function setPinned(sessions: Sessions, { session, task }: TaskTarget, pinned: boolean): void {
  const others = session.pinned.filter((id) => id !== task.id);
  session.pinned = pinned ? [...others, task.id] : others;
  sessions.touch();
}

/** Selects a task's row; says so when the row is not shown. */
export async function revealTask(
  tree: TasksTree,
  session: { readonly id: string },
  taskId: number,
): Promise<void> {
  if (await tree.reveal(session.id, taskId, { focus: true })) return;
  vscode.window.showInformationMessage(t("The Tasks view does not show this task: it is filtered out."));
}
