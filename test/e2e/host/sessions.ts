import * as vscode from "vscode";
import type { AsyncioRequests } from "../../../src/protocol/dap.js";
import { until } from "../workbench/until.js";

/**
 * The sessions that run. `vscode.debug.activeDebugSession` may go on naming one that has ended, so they are counted by
 * VS Code's events.
 */
const live = new Map<string, vscode.DebugSession>();
vscode.debug.onDidStartDebugSession((session) => live.set(session.id, session));
vscode.debug.onDidTerminateDebugSession((session) => live.delete(session.id));

/** What stops, in the order in which it did. */
const stops: { readonly session: vscode.DebugSession; readonly reason: string; readonly threadId: number }[] =
  [];
vscode.debug.registerDebugAdapterTrackerFactory("asyncio", {
  createDebugAdapterTracker: (session) => ({
    onDidSendMessage(message: { event?: string; body?: { reason: string; threadId: number } }) {
      if (message.event === "stopped" && message.body !== undefined) {
        stops.push({ session, reason: message.body.reason, threadId: message.body.threadId });
      }
    },
  }),
});

/** The folder that is open. */
export function workspaceFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no folder is open");
  return folder;
}

/** The file of the workspace called `name`. */
export function workspaceFile(name: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder().uri, name);
}

/** Debugs a program of the workspace, and returns its session once VS Code has started it. */
export async function launch(
  program: string,
  attributes: Readonly<Record<string, unknown>> = {},
): Promise<vscode.DebugSession> {
  return await start({
    type: "asyncio",
    request: "launch",
    name: program,
    program: workspaceFile(program).fsPath,
    ...attributes,
  });
}

/** Starts a session from a configuration, or a part of one as F5 gives it. */
export async function start(configuration: vscode.DebugConfiguration): Promise<vscode.DebugSession> {
  const before = new Set(live.keys());
  if (!(await vscode.debug.startDebugging(workspaceFolder(), configuration))) {
    throw new Error(`VS Code did not start ${configuration.name}`);
  }
  return await until("the session has started", () => [...live.values()].find(({ id }) => !before.has(id)));
}

/** Sends one of the project's own requests. */
export async function request<Name extends keyof AsyncioRequests>(
  session: vscode.DebugSession,
  name: Name,
  args: AsyncioRequests[Name]["arguments"],
): Promise<AsyncioRequests[Name]["body"]> {
  return (await session.customRequest(name, args)) as AsyncioRequests[Name]["body"];
}

/** Waits until `session` stops, and says why and where. */
export async function stopped(session: vscode.DebugSession): Promise<{ reason: string; threadId: number }> {
  return await until("the program stops", () => stops.find((stop) => stop.session.id === session.id));
}

/** Waits until `session` has ended. */
export async function ended(session: vscode.DebugSession): Promise<void> {
  await until("the session has ended", () => !live.has(session.id));
}

/** Ends all sessions, and forgets all breakpoints. */
export async function stopAll(): Promise<void> {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await vscode.debug.stopDebugging();
  await until("all sessions have ended", () => live.size === 0);
}
