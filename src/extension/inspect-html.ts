/** The empty page of the Inspect panel. What it shows comes by message, and is never part of the markup. */

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
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(styleUri)}">
<title>Inspect Task</title>
</head>
<body data-icons="${escapeAttribute(JSON.stringify(iconUris))}">
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
