/** The file that "Debug Current File" means. */
import * as vscode from "vscode";
import { t } from "../text/localization.js";
import { LANGUAGES } from "./configuration-check.js";

/** Documents that a program can be in; those of outputs, comparisons and the Debug Console are none. */
const SCHEMES: ReadonlySet<string> = new Set(["file", "untitled", "vscode-remote"]);

/** Whether the keyboard is in the text of a program. */
export function hasProgramOpen(): boolean {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && LANGUAGES.has(document.languageId);
}

/**
 * The program in the active editor, or else, as the keyboard may be in the walkthrough or a panel, one that is in sight,
 * or else one that is open: the user picks where there are several. One that has never been saved is saved first, under a
 * name that the user gives it.
 * @returns undefined when there is none, or the user gives it up; `noneOpen` has told the user of the first
 */
export async function currentFile(noneOpen: () => void): Promise<vscode.Uri | undefined> {
  const candidates = programsAtHand();
  if (candidates.length === 0) noneOpen();
  const chosen = candidates.length > 1 ? await pick(candidates) : candidates[0];
  if (chosen?.isUntitled) return vscode.workspace.save(chosen.uri);
  return chosen?.uri;
}

function programsAtHand(): readonly vscode.TextDocument[] {
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && isProgram(active)) return [active];
  const visible = vscode.window.visibleTextEditors.map(({ document }) => document).filter(isProgram);
  return visible.length > 0 ? [...new Set(visible)] : inTabs();
}

function inTabs(): readonly vscode.TextDocument[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const addresses = new Set(
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  );
  return vscode.workspace.textDocuments.filter(
    (document) => addresses.has(document.uri.toString()) && isProgram(document),
  );
}

function isProgram({ uri, languageId }: vscode.TextDocument): boolean {
  return SCHEMES.has(uri.scheme) && LANGUAGES.has(languageId);
}

async function pick(documents: readonly vscode.TextDocument[]): Promise<vscode.TextDocument | undefined> {
  const items = documents.map((document) => ({
    label: vscode.workspace.asRelativePath(document.uri),
    document,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Program to debug") }))?.document;
}
