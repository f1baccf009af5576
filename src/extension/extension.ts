/** Entry of the extension: makes the parts and connects them. */
import * as vscode from "vscode";
import type { LoopscopeApi } from "./api.js";
import { Cancellation } from "./cancel-task.js";
import { registerCommands } from "./commands.js";
import { Companions } from "./companions.js";
import { ConfigurationProvider } from "./configuration-provider.js";
import { followContextKeys } from "./context-keys.js";
import { DEBUG_TYPE } from "./contributions.js";
import { DumpTexts } from "./dump-commands.js";
import { createFindingNotices } from "./finding-notices.js";
import { unfoldOnFirstUse } from "./first-look.js";
import { InspectPanel } from "./inspect-panel.js";
import { KeptOptions } from "./kept-options.js";
import { speak } from "./localization.js";
import { createProblems } from "./problems.js";
import { Sessions } from "./sessions.js";
import { createStatusBar } from "./status-bar.js";
import { TasksTree } from "./tasks-tree.js";

import { TimelinePanel } from "./timeline-panel.js";
import { WaitDecorations } from "./wait-decorations.js";

export type { LoopscopeApi } from "./api.js";

/** Called by VS Code. Everything made here is disposed with the context. */
export function activate(context: vscode.ExtensionContext): LoopscopeApi {
  speak({ language: vscode.env.language, lookup: vscode.l10n.t });
  const media = vscode.Uri.joinPath(context.extensionUri, "media");
  const sessions = new Sessions();
  const options = new KeptOptions(context.workspaceState);
  const contextKeys = followContextKeys(sessions, options);
  const tree = new TasksTree(sessions, options, media);
  const cancellation = new Cancellation(sessions);
  const panel = new InspectPanel(sessions, media, (session, taskId) =>
    cancellation.cancelTask(session, taskId),
  );
  const timeline = new TimelinePanel(sessions, panel, media);
  const dumpTexts = new DumpTexts();
  const configurations = new ConfigurationProvider();
  context.subscriptions.push(
    sessions,
    options,
    contextKeys,
    tree,
    panel,
    timeline,
    dumpTexts,
    registerCommands({ sessions, options, tree, panel, timeline, cancellation, dumpTexts }),
    createStatusBar(sessions),
    createFindingNotices(sessions),
    createProblems(sessions),
    new WaitDecorations(sessions),
    new Companions(vscode.Uri.joinPath(context.extensionUri, "python"), context.globalStorageUri),
    unfoldOnFirstUse(sessions, tree.view, context.globalState),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      { provideDebugConfigurations: () => configurations.provideDebugConfigurations() },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
  return {
    get tasks() {
      return sessions.current?.model;
    },
    get sessions() {
      return new Map(sessions.live.map(({ id, model }) => [id, model]));
    },
    treeProvider: tree.contents,
    onDidChange: (listener) => sessions.onDidChange(listener),
  };
}
