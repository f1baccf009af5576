/** Opens a place that the adapter named. */
import * as vscode from "vscode";
import type { DapSite } from "../../protocol/index.js";
import type { ProgramSession } from "../sessions/program-session.js";
import { LiveSession } from "../sessions/sessions.js";
import { t } from "../text/localization.js";

export interface OpenOptions {
  /** The list or panel where the user clicked keeps the keyboard. */
  readonly preserveFocus: boolean;
  /** Not above this editor: the Inspect panel opens files in the column beside it. */
  readonly besidePanel?: boolean;
}

/** A path on the debuggee's machine that is a URL already: `file:///…`, `node:internal/…` */
const URL_SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Opens the line in a preview editor, and shows it in the middle.
 * @returns false when the site names no source, or VS Code cannot open it; the reason is shown to the user.
 */
export async function openSite(
  session: ProgramSession,
  site: DapSite,
  options: OpenOptions,
): Promise<boolean> {
  const uri = siteUri(session, site);
  if (uri === undefined) {
    vscode.window.showInformationMessage(t("There is no source for this place."));
    return false;
  }
  const line = Math.max(0, site.line - 1);
  const column = Math.max(0, site.column - 1);
  const position = new vscode.Position(line, column);
  try {
    await vscode.window.showTextDocument(uri, {
      preview: true,
      preserveFocus: options.preserveFocus,
      selection: new vscode.Range(position, position),
      ...(options.besidePanel ? { viewColumn: vscode.ViewColumn.One } : {}),
    });
    return true;
  } catch (error) {
    vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** The document of a place; undefined when it names no source. */
export function siteUri(session: ProgramSession, { source }: DapSite): vscode.Uri | undefined {
  if (source === undefined) return undefined;
  if (source.sourceReference) {
    // The source of a program that is over is gone with it.
    if (!(session instanceof LiveSession)) return undefined;
    return vscode.debug.asDebugSourceUri(
      { sourceReference: source.sourceReference, ...(source.path ? { path: source.path } : {}) },
      session.debug,
    );
  }
  if (!source.path) return undefined;
  return URL_SCHEME.test(source.path) && !/^[a-z]:[\\/]/i.test(source.path)
    ? vscode.Uri.parse(source.path)
    : vscode.Uri.file(source.path);
}
