/**
 * What CPython 3.14 and later can do to a process from outside, by another interpreter of its very version: have it
 * execute a script (`sys.remote_exec`), and read its tasks. Linux only.
 */
import { execFile, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { executableOf, type ProcessOwner } from "../target/process-facts.js";

const ANSWER_TIMEOUT_MS = 10_000;
/** By the name of its executable. */
const VERSION = /^python3\.(?:1[4-9]|[2-9]\d)/;

/** The folder is a program of Python's, which reads; a file in it executes. */
const folderOfPrograms = (): string => path.join(path.dirname(INSTALLED_FOLDER), "python", "outside");

/** Whether a process runs an interpreter that can. */
export function readsFromOutside(pid: number): boolean {
  return process.platform === "linux" && VERSION.test(path.basename(executableOf(pid)));
}

/**
 * Has a process execute a line of Python at the next line that its main thread comes to; a loop that waits is woken up.
 * @returns why not, in the interpreter's words, or what is to be called in the end, saying whether it was executed: a process that
 * comes to it after that does nothing.
 */
export async function executeRemotely(
  pid: number,
  code: string,
  owner: ProcessOwner,
): Promise<{ readonly refused: string } | { readonly over: (executed: boolean) => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-script-"));
  const script = path.join(folder, "script.py");
  writeFileSync(script, `${code}\n`, { mode: 0o600 });
  if (process.getuid?.() !== owner.uid)
    for (const one of [folder, script]) chownSync(one, owner.uid, owner.gid);
  const args = ["-I", "-S", path.join(folderOfPrograms(), "execute.py"), String(pid), script];
  const refused = await new Promise<string | undefined>((resolve) => {
    execFile(executableOf(pid), args, { timeout: ANSWER_TIMEOUT_MS }, (error, _, stderr) => {
      resolve(error === null ? undefined : stderr.trim().split("\n").at(-1) || error.message);
    });
  });
  if (refused !== undefined) {
    // Nobody will look for it.
    rmSync(folder, { recursive: true, force: true });
    return { refused };
  }
  const name = `__import__("builtins").bytes.fromhex("${Buffer.from(folder).toString("hex")}").decode()`;
  return {
    over: (executed) => {
      if (executed) rmSync(folder, { recursive: true, force: true });
      // An interpreter that does not find its script complains in the program's own output.
      else writeFileSync(script, `__import__("shutil").rmtree(${name}, True)\n`);
    },
  };
}

/**
 * A channel to who reads the process, and tells of it as an agent in it would, as far as it can be seen from outside. It
 * closes without a word when the process cannot be read.
 */
export function readFromOutside(pid: number): Transport {
  const reader = spawn(executableOf(pid), ["-E", "-s", "-S", "-B", folderOfPrograms(), String(pid), "3"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  // Its end is the connection's.
  reader.once("error", () => {});
  // The fourth is a socket, which carries both ways.
  return lineTransport(reader.stdio[3] as unknown as Socket);
}
