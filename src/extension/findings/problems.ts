/** Shows findings as Problems of the files in which their tasks hang. */
import * as vscode from "vscode";
import type { FindingSeverity } from "../../protocol/index.js";
import { siteUri } from "../editor/open-site.js";
import type { LiveSession, Sessions } from "../sessions/sessions.js";
import { type FindingProblem, findingProblems } from "./finding-problems.js";

const SOURCE = "asyncio";

const SEVERITIES: Readonly<Record<FindingSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** They go with the finding, and with the session. */
export function createProblems(sessions: Sessions): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  let shown = "";
  const update = (): void => {
    const found = sessions.live.flatMap((session) =>
      session.model.findings.flatMap((finding) =>
        findingProblems(finding, session.model).map((problem) => ({ session, problem })),
      ),
    );
    const text = JSON.stringify(
      found.map(({ session, problem }) => [session.id, problem.key, problem.message]),
    );
    if (text === shown) return;
    shown = text;
    const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    for (const { session, problem } of found) {
      const uri = siteUri(session, problem.site);
      if (uri === undefined) continue;
      const file = byFile.get(uri.toString()) ?? { uri, diagnostics: [] };
      file.diagnostics.push(diagnosticOf(problem, session));
      byFile.set(uri.toString(), file);
    }
    collection.clear();
    collection.set([...byFile.values()].map(({ uri, diagnostics }) => [uri, diagnostics]));
  };
  return vscode.Disposable.from(sessions.onDidChange(update), collection);
}

function diagnosticOf(
  { finding, site, message, related }: FindingProblem,
  session: LiveSession,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(restOfLine(site), message, SEVERITIES[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = finding.kind;
  diagnostic.relatedInformation = related.flatMap((place) => {
    const uri = siteUri(session, place.site);
    return uri === undefined
      ? []
      : [
          new vscode.DiagnosticRelatedInformation(
            new vscode.Location(uri, restOfLine(place.site)),
            place.message,
          ),
        ];
  });
  return diagnostic;
}

/** VS Code ends a range where its line ends. */
function restOfLine({ line, column }: { readonly line: number; readonly column: number }): vscode.Range {
  const at = Math.max(0, line - 1);
  return new vscode.Range(at, Math.max(0, column - 1), at, Number.MAX_SAFE_INTEGER);
}
