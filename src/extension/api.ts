/** What `activate` returns: for tests in the extension host, and for extensions that want to know of tasks. */
import type { TreeDataProvider } from "vscode";
import type { TasksModel } from "./tasks/tasks-model.js";
import type { TreeNode } from "./tree/tree-nodes.js";

export interface LoopscopeApi {
  /** The model of the session that VS Code's debug views show, or else the newest; undefined when none is alive. */
  readonly tasks: TasksModel | undefined;
  /** Models of all live sessions, by the id of the debug session. */
  readonly sessions: ReadonlyMap<string, TasksModel>;
  /** What the Tasks view is made of. */
  readonly treeProvider: TreeDataProvider<TreeNode>;
  /** Calls back after each change of `sessions` or of a model. Disposing twice is safe. */
  onDidChange(listener: () => void): { dispose(): void };
}
