/** How the user wants the Tasks view, kept for the workspace. */
import * as vscode from "vscode";
import { DEFAULT_OPTIONS, SORT_ORDERS, type TreeOptions } from "../tasks/tree-options.js";
import { Setting } from "../text/contributions.js";

const KEY = "treeOptions";

type KeptParts = Omit<TreeOptions, "groupFrom">;

export class KeptOptions implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #value: TreeOptions;

  readonly onDidChange = this.#changed.event;

  /** @param state of the workspace */
  constructor(state: vscode.Memento) {
    this.#state = state;
    const kept: Partial<KeptParts> = state.get(KEY) ?? {};
    this.#value = {
      arrangement: kept.arrangement === "creator" ? "creator" : DEFAULT_OPTIONS.arrangement,
      sort: SORT_ORDERS.find((order) => order === kept.sort) ?? DEFAULT_OPTIONS.sort,
      filter: typeof kept.filter === "string" ? kept.filter : DEFAULT_OPTIONS.filter,
      groupFrom: groupFrom(),
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(Setting.groupEqualTasks)) return;
        this.#value = { ...this.#value, groupFrom: groupFrom() };
        this.#changed.fire();
      }),
    );
  }

  get value(): TreeOptions {
    return this.#value;
  }

  /** Changes some of them. */
  set(parts: Partial<KeptParts>): void {
    this.#value = { ...this.#value, ...parts };
    const { groupFrom: _, ...kept } = this.#value;
    void this.#state.update(KEY, kept);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function groupFrom(): number {
  const value = vscode.workspace.getConfiguration().get<number>(Setting.groupEqualTasks);
  return typeof value === "number" && value >= 0 ? value : DEFAULT_OPTIONS.groupFrom;
}
