import { mkdtempSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";

/** A private home for one VS Code: its settings, extensions and state. Nothing outside it is written. */
export interface Profile {
  readonly home: string;
  readonly userData: string;
  readonly extensions: string;
  readonly serverData: string;
  /** The environment for the server and all that it starts. */
  readonly env: NodeJS.ProcessEnv;
  /** Deletes it all; safe to call twice. */
  dispose(): Promise<void>;
}

/** Makes an empty profile in the system's temporary folder, with `settings` added to the ones that keep VS Code quiet. */
export async function createProfile(settings: Readonly<Record<string, unknown>> = {}): Promise<Profile> {
  const home = mkdtempSync(join(tmpdir(), "loopscope-e2e-"));
  const profile: Profile = {
    home,
    userData: join(home, "user-data"),
    extensions: join(home, "extensions"),
    serverData: join(home, "server-data"),
    env: privateEnvironment(home),
    dispose: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
  await mkdir(profile.extensions, { recursive: true });
  await mkdir(join(profile.userData, "User"), { recursive: true });
  await writeFile(
    join(profile.userData, "User/settings.json"),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2),
  );
  return profile;
}

/** A folder of links to the folders of extensions, in the profile: fewer extensions start faster. */
export async function linkBuiltins(profile: Profile, extensions: readonly string[]): Promise<string> {
  const folder = join(profile.home, "builtin");
  await mkdir(folder);
  for (const extension of extensions) await symlink(extension, join(folder, basename(extension)), "dir");
  return folder;
}

function privateEnvironment(home: string): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    // A terminal inside another VS Code would redirect the server's command line by these.
    if (/^(VSCODE_.*|PORT|PASSWORD|NODE_OPTIONS)$/.test(name)) delete env[name];
  }
  return {
    ...env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_CACHE_HOME: join(home, ".cache"),
    // Programs under test run on the Node that runs the tests, not on the server's own.
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    // No marketplace: no request leaves the machine.
    EXTENSIONS_GALLERY: "{}",
  };
}

/** No network, no first-run pages, no animation: what a test sees is what the extension does. */
const QUIET_SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "git.enabled": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "npm.fetchOnlinePackageInfo": false,
  "json.schemaDownload.enable": false,
  // A click on the icon of the side bar that VS Code is just showing by itself would hide it again.
  "workbench.activityBar.iconClickBehavior": "focus",
  "window.commandCenter": false,
  "window.confirmBeforeClose": "never",
  "debug.onTaskErrors": "debugAnyway",
  "debug.internalConsoleOptions": "neverOpen",
  "workbench.reduceMotion": "on",
  "editor.cursorBlinking": "solid",
  "editor.occurrencesHighlight": "off",
  "editor.minimap.enabled": false,
} as const;
