/** What a workbench page opens. */
export interface WorkbenchAddress {
  /** The folder to open. */
  readonly folder: string;
  /** The folder of an extension under development. */
  readonly extension?: string;
  /** A module that exports `run(): Promise<void>`, to be run in the extension host. */
  readonly tests?: string;
}

/** The address of a workbench page on the server at `url`. */
export function workbenchUrl(url: string, { folder, extension, tests }: WorkbenchAddress): string {
  const payload: [string, string][] = [];
  if (extension !== undefined) payload.push(["extensionDevelopmentPath", remoteUri(extension)]);
  if (tests !== undefined) payload.push(["extensionTestsPath", remoteUri(tests)]);
  const page = new URL(url);
  page.searchParams.set("folder", folder);
  if (payload.length > 0) page.searchParams.set("payload", JSON.stringify(payload));
  return page.href;
}

function remoteUri(path: string): string {
  return `vscode-remote://remote${path}`;
}
