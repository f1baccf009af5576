/** The empty page of the Inspect panel. What it shows comes by message, and is never part of the markup. */
import { language, t } from "./localization.js";

export interface InspectPage {
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Icons of states, by name. */
  readonly iconUris: Readonly<Record<string, { readonly light: string; readonly dark: string }>>;
}

/** Nothing is loaded but the extension's own script, style and icons. */
export function inspectHtml({ cspSource, nonce, scriptUri, styleUri, iconUris }: InspectPage): string {
  const policy = `default-src 'none'; img-src ${cspSource}; style-src ${cspSource}; script-src 'nonce-${nonce}';`;
  const words = {
    seconds: t("{0} s", "{0}"),
    minutes: t("{0} min {1} s", "{0}", "{1}"),
    hours: t("{0} h {1} min", "{0}", "{1}"),
    ago: t("{0} ago", "{0}"),
    ended: t("The program has ended. This is what was seen last."),
  };
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(styleUri)}">
<title>${escapeAttribute(t("Inspect Task"))}</title>
</head>
<body data-icons="${escapeAttribute(JSON.stringify(iconUris))}" data-words="${escapeAttribute(JSON.stringify(words))}">
<main id="task" aria-live="off"></main>
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptUri)}"></script>
</body>
</html>
`;
}

/** Makes text fit between double quotes in markup. */
export function escapeAttribute(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
