import type { Browser } from "playwright-core";
import { installVscode } from "../install/vscode.js";
import { launchBrowser } from "../workbench/browser.js";
import { processesOf, type RunningProcess } from "../workbench/processes.js";
import { createProfile, type Profile } from "../workbench/profile.js";
import { installVsix, startServer, type VscodeServer } from "../workbench/server.js";
import { CACHE } from "./folders.js";

/** A VS Code that runs for one suite: server, browser and private home. */
export interface VscodeSession {
  readonly url: string;
  readonly browser: Browser;
  /** What runs under this VS Code apart from its own processes: debug adapters, and the programs debugged. */
  debugProcesses(): RunningProcess[];
  /** Ends it all; throws when the server's end left a debuggee behind. */
  dispose(): Promise<void>;
}

/** What a session adds to a fresh VS Code. */
export interface SessionOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install first. */
  readonly vsix?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** VS Code asks whether it may trust the folder. */
  readonly asksForTrust?: boolean;
  /** Folders of extensions that are there besides the built-in ones. */
  readonly extensions?: readonly string[];
}

/** Starts VS Code for a suite, installing it on the first run. */
export async function startVscode(options: SessionOptions = {}): Promise<VscodeSession> {
  const install = await installVscode(CACHE);
  const profile: Profile = await createProfile(options.settings);
  let server: VscodeServer | undefined;
  let browser: Browser | undefined;
  async function dispose(): Promise<void> {
    try {
      await browser?.close();
      await server?.stop();
    } finally {
      await profile.dispose();
    }
  }
  try {
    if (options.vsix !== undefined) await installVsix(install, profile, options.vsix);
    const { env = {}, extensions = [], asksForTrust = false } = options;
    server = await startServer(install, profile, { env, extensions, asksForTrust });
    browser = await launchBrowser();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url: server.url,
    browser,
    debugProcesses: () =>
      processesOf(profile.home).filter(({ commandLine }) => !commandLine.includes("/lib/vscode/out/")),
    dispose,
  };
}
