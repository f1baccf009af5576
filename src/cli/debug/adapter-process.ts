import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.js";

/** Kept of the adapter's stderr, to explain its end. */
const STDERR_KEPT_CHARACTERS = 2000;

export interface AdapterProcess {
  readonly stdout: Readable;
  readonly stdin: Writable;
  /** Settles once the process is gone and its streams are drained, with the reason in words. */
  readonly ended: Promise<string>;
  /** Ends it, at once; safe to repeat. */
  kill(): void;
}

/** The adapter beside this bundle. */
function adapterPath(): string {
  const path = fileURLToPath(new URL("./adapter.cjs", import.meta.url));
  if (!existsSync(path))
    throw new UserError(
      `The debug adapter is missing at ${path}; reinstall loopscope, or run \`npm run build\`.`,
    );
  return path;
}

/**
 * Starts the debug adapter on stdio. It gets a process group of its own, since a terminal sends Ctrl-C to the whole
 * group: it is this client that ends the session, in order. When this process dies, the adapter sees its stdin close.
 * @throws UserError when the adapter is missing.
 */
export function startAdapter(): AdapterProcess {
  const child: ChildProcess = spawn(process.execPath, [adapterPath()], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT_CHARACTERS);
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`the debug adapter could not be started: ${error.message}`));
    child.once("close", (code, signal) => {
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      const said = stderr.trim();
      resolve(`the debug adapter ended ${how}${said === "" ? "" : `, saying: ${said}`}`);
    });
  });
  return {
    stdout: child.stdout!,
    stdin: child.stdin!,
    ended,
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}
