/** Saving what is known of a program, opening it later, and comparing two. */
import * as vscode from "vscode";
import { compareDumps, type Dump } from "../../protocol/index.js";
import type { DumpSession } from "../sessions/dump-session.js";
import type { ProgramSession } from "../sessions/program-session.js";
import type { Sessions } from "../sessions/sessions.js";
import { Command, DUMP_SCHEME, InternalCommand } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { forIconLabel } from "../text/plain-text.js";
import type { TreeNode } from "../tree/tree-nodes.js";
import { comparableText, differenceText } from "./dump-comparison.js";
import { parseDump } from "./dump-file.js";

export const DUMP_ENDING = ".asyncio-dump.json";

type Handlers = Readonly<Record<string, (...args: never[]) => Promise<unknown> | unknown>>;

/** Command ids → what they do. */
export function dumpCommands(sessions: Sessions, texts: DumpTexts): Handlers {
  return {
    [Command.saveDump]: () => saveDump(sessions),
    [Command.openDump]: (file?: vscode.Uri) => openDump(sessions, file),
    [Command.closeDump]: (node?: TreeNode) => closeDump(sessions, node),
    [Command.compareDumps]: () => compare(sessions, texts),
  };
}

/** The texts of a comparison, which VS Code asks for by their address. */
export class DumpTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: vscode.Disposable;
  #last = 0;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(DUMP_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** Keeps a text until its document is closed. @returns its address */
  add(name: string, text: string): vscode.Uri {
    this.#last++;
    const uri = vscode.Uri.from({ scheme: DUMP_SCHEME, path: `/${this.#last}/${name.replaceAll("/", "-")}` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

async function saveDump(sessions: Sessions): Promise<void> {
  const session = await pickProgram(sessions.live, t("Program to save a dump of"));
  if (session === undefined) return;
  // What is to be saved is the state of now, not that of when the file's name is found.
  const { dump } = await session.request("asyncioDump", {});
  const { text } = await session.request("asyncioDump", { format: "text" });
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const time = new Date(dump?.takenMs ?? Date.now()).toISOString().replace(/\..*/, "").replaceAll(":", "-");
  const name = `${session.name.replace(/[^\w.-]+/g, "-")}-${time}${DUMP_ENDING}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
    filters: { [t("Dump")]: ["json"], [t("Text")]: ["txt"] },
    title: t("Save Dump: .json to open it later, .txt to read it"),
  });
  if (target === undefined) return;
  const content = target.path.endsWith(".txt") ? (text ?? "") : `${JSON.stringify(dump, undefined, 1)}\n`;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
  const show = t("Open File");
  const shown = t("The dump is saved as {0}.", vscode.workspace.asRelativePath(target));
  if ((await vscode.window.showInformationMessage(shown, show)) === show) {
    await vscode.window.showTextDocument(target);
  }
}

async function openDump(sessions: Sessions, file?: vscode.Uri): Promise<void> {
  const opened = file ?? (await askFile(t("Open Dump")));
  if (opened === undefined) return;
  sessions.openDump(fileName(opened), await readDump(opened));
  await vscode.commands.executeCommand(InternalCommand.focusTasks);
}

async function closeDump(sessions: Sessions, node?: TreeNode): Promise<void> {
  const dump =
    node === undefined
      ? await pickProgram(sessions.dumps, t("Dump to close"))
      : sessions.dumps.find(({ id }) => id === node.sessionId);
  if (dump !== undefined) sessions.closeDump(dump.id);
}

interface Side {
  readonly name: string;
  readonly dump: Dump;
}

async function compare(sessions: Sessions, texts: DumpTexts): Promise<void> {
  const before = await pickSide(sessions, t("Compare: first dump"));
  const after = before && (await pickSide(sessions, t("Compare {0} with", before.name)));
  if (before === undefined || after === undefined) return;
  const comparison = compareDumps(before.dump, after.dump);
  const difference = differenceText(comparison);
  if (comparison.by === "place") {
    vscode.window.showInformationMessage(
      t(
        "These are dumps of two runs, which have no task in common: tasks are matched by name, coroutine and place of creation.",
      ),
    );
  }
  await vscode.commands.executeCommand(
    "vscode.diff",
    texts.add(before.name, comparableText(before.dump)),
    texts.add(after.name, comparableText(after.dump)),
    `${before.name} ↔ ${after.name} (${difference})`,
    { preview: false },
  );
}

/** An open dump, a program as it is now, or a file. */
async function pickSide(sessions: Sessions, title: string): Promise<Side | undefined> {
  const items = [
    ...sessions.dumps.map((dump: DumpSession) => ({
      label: forIconLabel(dump.name),
      take: async (): Promise<Side | undefined> => dump,
    })),
    ...sessions.live.map((session) => ({
      label: forIconLabel(session.name),
      description: t("as it is now"),
      take: async (): Promise<Side | undefined> => {
        const { dump } = await session.request("asyncioDump", {});
        return dump && { name: session.name, dump };
      },
    })),
    {
      label: `$(folder-opened) ${t("Open File…")}`,
      take: async (): Promise<Side | undefined> => {
        const file = await askFile(title);
        return file && { name: fileName(file), dump: await readDump(file) };
      },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: title });
  return picked?.take();
}

async function pickProgram<S extends ProgramSession>(
  programs: readonly S[],
  placeHolder: string,
): Promise<S | undefined> {
  if (programs.length < 2) return programs[0];
  const items = programs.map((program) => ({ label: forIconLabel(program.name), program }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.program;
}

async function askFile(title: string): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const picked = await vscode.window.showOpenDialog({
    title,
    ...(folder === undefined ? {} : { defaultUri: folder.uri }),
    filters: { [t("Dump")]: ["json"] },
  });
  return picked?.[0];
}

/** @throws Error, whose message is for the user */
async function readDump(file: vscode.Uri): Promise<Dump> {
  return parseDump(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}

function fileName(uri: vscode.Uri): string {
  const name = uri.path.replace(/^.*\//, "");
  return name.endsWith(DUMP_ENDING) ? name.slice(0, -DUMP_ENDING.length) : name;
}
