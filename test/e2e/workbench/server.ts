import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { run } from "../install/command.js";
import type { VscodeInstall } from "../install/vscode.js";
import { processesOf } from "./processes.js";
import { linkBuiltins, type Profile } from "./profile.js";
import { until } from "./until.js";

/**
 * The built-in extensions that a debugger's tests need. Without TypeScript's (two more processes for an open file),
 * git, emmet and the like a run on two cores is a good deal faster.
 */
const LEAN_BUILTINS = [
  "theme-defaults",
  "theme-seti",
  "javascript",
  "json",
  "typescript-basics",
  "ms-vscode.js-debug",
  "ms-vscode.js-debug-companion",
  "debug-auto-launch",
  "debug-server-ready",
  "configuration-editing",
];

/** How long VS Code's own processes have to end, milliseconds. */
const OWN_MS = 5_000;

/** How to start VS Code's server. */
export interface ServerOptions {
  /**
   * For tests (the default): few built-in extensions, and VS Code's smoke test driver, which tells when the workbench
   * is ready and lets a page name an extension under development. It also keeps toasts from being shown.
   */
  readonly forTests?: boolean;
  /** Whoever opens the page must know it; none by default. */
  readonly connectionToken?: string;
  /** Folders of extensions that are there besides the built-in ones. */
  readonly extensions?: readonly string[];
  /** Has VS Code ask whether it may trust a folder, as it does at users'; off by default. */
  readonly asksForTrust?: boolean;
  /** Added to the environment of the server and the extension host. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A VS Code server that listens on the loopback interface. */
export interface VscodeServer {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** Settles when the server has ended. */
  readonly ended: Promise<void>;
  /**
   * Ends the server and all that it started; safe to call twice. Throws when processes had to be killed that neither
   * the server nor its signal ended: a debuggee that outlives its session, say.
   */
  stop(): Promise<void>;
}

/** Starts the server on a free port and waits until it answers; throws with its log when it does not. */
export async function startServer(
  install: VscodeInstall,
  profile: Profile,
  options: ServerOptions = {},
): Promise<VscodeServer> {
  const port = await freePort();
  const args = [...serverArguments(install, profile, port, options.connectionToken)];
  if (options.asksForTrust !== true) args.push("--disable-workspace-trust");
  if (options.forTests ?? true) {
    const lean = LEAN_BUILTINS.map((name) => join(install.extensions, name));
    const builtins = [...lean, ...(options.extensions ?? [])];
    args.push("--enable-smoke-test-driver");
    args.push("--builtin-extensions-dir", await linkBuiltins(profile, builtins));
  }
  const logFile = join(profile.home, "server.log");
  const log = openSync(logFile, "a");
  // A process group of its own, so that a signal reaches extension hosts and terminals as well.
  const child = spawn(install.node, args, {
    env: { ...profile.env, ...options.env },
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  // Detached, it would outlive a process that exits without stopping it.
  const killWithUs = () => {
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  };
  process.once("exit", killWithUs);
  const url = `http://127.0.0.1:${port}`;
  const server: VscodeServer = {
    url,
    ended,
    async stop() {
      process.removeListener("exit", killWithUs);
      await stop(child, profile);
    },
  };
  try {
    await until(
      "the server of VS Code answers",
      async () => {
        if (child.exitCode !== null || child.pid === undefined) return "ended" as const;
        return (await fetch(`${url}/version`)).ok && ("ready" as const);
      },
      30_000,
    ).then((state) => {
      if (state === "ended") throw new Error("the server of VS Code ended at once");
    });
  } catch (error) {
    await server.stop();
    throw new Error(`${(error as Error).message}\n${readFileSync(logFile, "utf8")}`, { cause: error });
  }
  return server;
}

/** Installs a packaged extension (a .vsix file) into the profile. */
export async function installVsix(install: VscodeInstall, profile: Profile, vsix: string): Promise<void> {
  await run(install.node, [install.serverMain, ...profileArguments(profile), "--install-extension", vsix], {
    env: profile.env,
  });
}

function profileArguments(profile: Profile): string[] {
  return [
    ...["--server-data-dir", profile.serverData],
    ...["--user-data-dir", profile.userData],
    ...["--extensions-dir", profile.extensions],
  ];
}

function serverArguments(
  install: VscodeInstall,
  profile: Profile,
  port: number,
  token: string | undefined,
): string[] {
  return [
    install.serverMain,
    ...profileArguments(profile),
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
    "--accept-server-license-terms",
    "--disable-telemetry",
    ...["--telemetry-level", "off"],
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}

async function stop(child: ChildProcess, profile: Profile): Promise<void> {
  if (child.pid === undefined) return;
  signalGroup(child.pid, "SIGTERM");
  const rest = () => processesOf(profile.home);
  const foreign = () => rest().filter(({ commandLine }) => !commandLine.includes("/lib/vscode/"));
  const quiet = await until("all processes have ended", () => rest().length === 0, OWN_MS).catch(() => false);
  if (quiet) return;
  // VS Code's own may be slow to go; only what it was told to debug is worth waiting for, and an error.
  await until("all that was debugged has ended", () => foreign().length === 0).catch(() => {});
  const left = foreign();
  const survivors = rest();
  signalGroup(child.pid, "SIGKILL");
  for (const { pid } of survivors) signal(pid, "SIGKILL");
  if (left.length > 0) {
    throw new Error(`left behind: ${left.map(({ pid, commandLine }) => `${pid} ${commandLine}`).join("; ")}`);
  }
}

function signalGroup(leader: number, name: NodeJS.Signals): void {
  signal(-leader, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
