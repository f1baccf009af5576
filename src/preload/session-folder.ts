/**
 * The folder where running programs can be found: `<pid>.sock` to attach to, `<pid>.json` to know it by.
 *
 * Whoever can connect to a socket can run code in the program, so the folder must be the user's own, and closed to
 * everybody else; Windows' pipes are protected by their own default access list and an unguessable name.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PROTOCOL_VERSION, SESSION_FOLDER_VARIABLE, type SessionFile } from "../protocol/index.js";

/** Longest path that a Unix socket may have everywhere, bytes: `sun_path` of macOS and the BSDs, less its end. */
const MAX_SOCKET_PATH_BYTES = 103;

/** The folder in force: from the environment, or `loopscope-<uid>` in the system's temporary folder. */
export function sessionFolder(env: NodeJS.ProcessEnv = process.env): string {
  const uid = process.getuid?.() ?? userInfo().username;
  return env[SESSION_FOLDER_VARIABLE] || join(tmpdir(), `loopscope-${uid}`);
}

/** Makes the folder if need be. @throws Error when it belongs to somebody else, or others can look into it. */
export function openSessionFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder`);
  if (process.platform === "win32") return;
  if (found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user`);
  if ((found.mode & 0o077) !== 0) throw new Error(`${folder} is open to other users`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes what dead processes left behind, and what an earlier process of our own id did. */
export function pruneSessions(folder: string, ownPid: number): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)\.(?:sock|json)$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || (pid !== ownPid && isAlive(pid))) continue;
    removeFile(join(folder, name));
  }
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already
  }
}

/** Where a process listens for guests. @throws Error when the path is too long for a socket. */
export function socketPath(folder: string, pid: number): string {
  if (process.platform === "win32") {
    return `\\\\.\\pipe\\loopscope-${pid}-${randomBytes(16).toString("hex")}`;
  }
  const path = join(folder, `${pid}.sock`);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) throw new Error(`${path} is too long for a socket`);
  return path;
}

/** Makes a listening process known. */
export function announceSession(
  folder: string,
  announced: Pick<SessionFile, "pid" | "program" | "socket" | "child">,
): void {
  const { pid, socket } = announced;
  if (process.platform !== "win32") chmodSync(socket, 0o600);
  const session: SessionFile = { version: PROTOCOL_VERSION, ...announced, startedMs: Date.now() };
  writeFileSync(join(folder, `${pid}.json`), `${JSON.stringify(session)}\n`, { mode: 0o600 });
}

/** Takes a process off the list. Safe to call again. */
export function withdrawSession(folder: string, pid: number): void {
  removeFile(join(folder, `${pid}.json`));
  removeFile(join(folder, `${pid}.sock`));
}
