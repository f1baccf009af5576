/** Command ids → what they do. */
import * as vscode from "vscode";
import type { DapSite } from "../../protocol/index.js";
import { type DumpTexts, dumpCommands } from "../dumps/dump-commands.js";
import { openSite } from "../editor/open-site.js";
import { findingKey, findingLabel, findingMessage } from "../findings/finding-label.js";
import type { InspectPanel } from "../panels/inspect-panel.js";
import type { TimelinePanel } from "../panels/timeline-panel.js";
import { askProcessId, debugFile } from "../sessions/configuration-provider.js";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { canOpen, taskPlace } from "../tasks/task-place.js";
import { Command, InternalCommand } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { forIconLabel } from "../text/plain-text.js";
import type { KeptOptions } from "../tree/kept-options.js";
import { taskDetails } from "../tree/task-details.js";
import type { TasksTree } from "../tree/tasks-tree.js";
import type { TreeNode } from "../tree/tree-nodes.js";
import type { Cancellation } from "./cancel-task.js";
import { stepCommands } from "./step-commands.js";
import { isLive, isPinned, isWaiting, type TaskTarget, taskTarget } from "./task-target.js";
import { revealTask, setPinned, treeCommands } from "./tree-commands.js";

export interface CommandParts {
  readonly sessions: Sessions;
  readonly options: KeptOptions;
  readonly tree: TasksTree;
  readonly panel: InspectPanel;
  readonly timeline: TimelinePanel;
  readonly cancellation: Cancellation;
  readonly dumpTexts: DumpTexts;
}

/** Registers every command. A request that the adapter refuses is shown with the adapter's text. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { sessions, options, tree, panel, timeline, cancellation, dumpTexts } = parts;
  const any = (): boolean => true;
  const isShownLive = ({ session }: TaskTarget): boolean => !session.readOnly;
  const onTask =
    (act: (target: TaskTarget) => PromiseLike<void> | void, fits: (target: TaskTarget) => boolean) =>
    async (...args: unknown[]): Promise<void> => {
      const target = await taskTarget(sessions, args, fits);
      if (target !== undefined) await act(target);
    };
  const handlers: Readonly<Record<string, (...args: never[]) => Promise<unknown> | unknown>> = {
    [Command.cancelTask]: onTask(({ session, task }) => cancellation.cancelTask(session, task.id), isLive),
    [Command.cancelTaskWithMessage]: onTask((target) => cancellation.cancelTaskWithMessage(target), isLive),
    [Command.cancelSubtree]: onTask((target) => cancellation.cancelSubtree(target), isLive),
    [Command.inspectTask]: onTask(({ session, task }) => panel.show(session, task.id), any),
    [Command.goToSuspended]: onTask(goToSuspended, isWaiting),
    [Command.goToCreation]: onTask(goToCreation, ({ task }) => task.createdAt !== undefined),
    [Command.copyName]: onTask(({ task }) => vscode.env.clipboard.writeText(task.name), any),
    [Command.copyDetails]: onTask(copyDetails, any),
    [Command.goToTask]: onTask(({ session, task }) => revealTask(tree, session, task.id), any),
    [Command.pinTask]: onTask((target) => setPinned(sessions, target, true), any),
    [Command.unpinTask]: onTask((target) => setPinned(sessions, target, false), isPinned),
    [Command.showTimeline]: () => {
      const session = sessions.current;
      if (session !== undefined) timeline.show(session);
    },
    [Command.showInTimeline]: onTask(({ session, task }) => timeline.show(session, task.id), isShownLive),
    ...stepCommands(onTask),
    ...treeCommands(options),
    ...dumpCommands(sessions, dumpTexts),
    [Command.enableDebugMode]: () => setDebugMode(sessions, true),
    [Command.disableDebugMode]: () => setDebugMode(sessions, false),
    [Command.refresh]: () => Promise.all(sessions.live.map((session) => sessions.reload(session))),
    [Command.diagnose]: () => diagnose(sessions),
    [Command.debugFile]: debugFile,
    [InternalCommand.revealTask]: (node: TreeNode) =>
      node.kind === "task" ? revealTask(tree, { id: node.sessionId }, node.taskId) : undefined,
    [InternalCommand.showFinding]: (node: TreeNode) => showFinding(sessions, node),
    [InternalCommand.showMore]: (node: TreeNode) => tree.showMore(node),
    [InternalCommand.askProcessId]: askProcessId,
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (...args: never[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
        }
      }),
    ),
  );
}

/** The line at which the task waits, in a preview editor; the tree keeps the keyboard. */
async function goToSuspended({ session, task }: TaskTarget): Promise<void> {
  const { stack } = await session.request("asyncioInspect", { taskId: task.id });
  const place = taskPlace(task.id, stack, session.model.trouble(task.id));
  if (place === undefined) {
    vscode.window.showInformationMessage(
      t("This task waits at no line: it has not started, or it is running."),
    );
    return;
  }
  await openSite(session, place, { preserveFocus: true });
}

async function goToCreation({ session, task }: TaskTarget): Promise<void> {
  if (task.createdAt === undefined) {
    vscode.window.showInformationMessage(t("It is not known where this task was created."));
    return;
  }
  await openSite(session, task.createdAt, { preserveFocus: true });
}

function copyDetails({ session, task }: TaskTarget): Thenable<void> {
  return vscode.env.clipboard.writeText(taskDetails(task, session.model, session.nowMs ?? Date.now()));
}

/** Switches all live programs: the view shows them all, and has one switch. */
async function setDebugMode(sessions: Sessions, enabled: boolean): Promise<void> {
  await Promise.all(sessions.live.map((session) => session.request("asyncioSetDebug", { enabled })));
}

/** Asks for the findings of now, and lets the user go to one. */
async function diagnose(sessions: Sessions): Promise<void> {
  if (sessions.live.length === 0) {
    vscode.window.showInformationMessage(t("No asyncio program is being debugged."));
    return;
  }
  const found = await Promise.all(
    sessions.live.map(async (session) => {
      const { findings } = await session.request("asyncioDiagnose", {});
      return findings.map((finding) => ({
        label: forIconLabel(findingLabel(finding, session.model)),
        detail: forIconLabel(findingMessage(finding, session.model)),
        iconPath: new vscode.ThemeIcon("warning"),
        session,
        site: finding.sites?.find(canOpen),
        taskId: finding.taskIds[0],
      }));
    }),
  );
  const items = found.flat();
  if (items.length === 0) {
    vscode.window.showInformationMessage(t("No task is stuck, and no loop is blocked."));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t("Go to the line") });
  if (picked !== undefined) await goToTrouble(picked.session, picked.site, picked.taskId);
}

async function showFinding(sessions: Sessions, node: TreeNode): Promise<void> {
  const session = sessions.get(node.sessionId);
  if (node.kind !== "finding" || session === undefined) return;
  const finding = session.model.findings.find((candidate) => findingKey(candidate) === node.findingKey);
  if (finding !== undefined) await goToTrouble(session, finding.sites?.find(canOpen), finding.taskIds[0]);
}

async function goToTrouble(
  session: ProgramSession,
  site: DapSite | undefined,
  taskId: number | undefined,
): Promise<void> {
  const task = taskId === undefined ? undefined : session.model.task(taskId);
  if (site !== undefined) await openSite(session, site, { preserveFocus: true });
  else if (task !== undefined) await goToSuspended({ session, task });
}
