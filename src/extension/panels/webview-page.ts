/** The empty page of a panel. What it shows comes by message, and is never part of the markup. */
import { language } from "../text/localization.js";

export interface WebviewPage {
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
  /** Run one after the other. */
  readonly scriptUris: readonly string[];
  readonly styleUri: string;
  readonly title: string;
  /** Attributes `data-…` of the body; anything but text as JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Nothing is loaded but the extension's own script, style and icons. */
export function pageHtml({ cspSource, nonce, scriptUris, styleUri, title, data }: WebviewPage): string {
  const policy = `default-src 'none'; img-src ${cspSource}; style-src ${cspSource}; script-src 'nonce-${nonce}';`;
  const attributes = Object.entries(data)
    .map(([name, value]) => ` data-${name}="${escapeAttribute(JSON.stringify(value))}"`)
    .join("");
  const scripts = scriptUris
    .map((uri) => `<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(uri)}"></script>`)
    .join("\n");
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language())}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(styleUri)}">
<title>${escapeAttribute(title)}</title>
</head>
<body${attributes}>
<main id="page" aria-live="off"></main>
${scripts}
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
