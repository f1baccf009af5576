/** Entry of the extension: makes the parts and connects them. */
import * as vscode from "vscode";
import type { LoopscopeApi } from "./api.js";
import { Cancellation } from "./commands/cancel-task.js";
import { registerCommands } from "./commands/commands.js";
import { followContextKeys } from "./context-keys.js";
import { DumpTexts } from "./dumps/dump-commands.js";
import { WaitDecorations } from "./editor/wait-decorations.js";
import { createFindingNotices } from "./findings/finding-notices.js";
import { createProblems } from "./findings/problems.js";
import { unfoldOnFirstUse } from "./first-look.js";
import { InspectPanel } from "./panels/inspect-panel.js";
import { TimelinePanel } from "./panels/timeline-panel.js";
import { Companions } from "./sessions/companions.js";
import { ConfigurationProvider } from "./sessions/configuration-provider.js";
import { Sessions } from "./sessions/sessions.js";
import { createStatusBar } from "./status-bar.js";
import { DEBUG_TYPE } from "./text/contributions.js";
import { speak } from "./text/localization.js";
import { KeptOptions } from "./tree/kept-options.js";
import { TasksTree } from "./tree/tasks-tree.js";

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
