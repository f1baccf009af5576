/** The programs that Loopscope runs for this user: each has a file and a socket in the session folder. */
import { lstat, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PROTOCOL_VERSION, SESSION_FOLDER_VARIABLE, type SessionFile } from "../../protocol/index.js";

/** Where the session files are: the same rule as the preload's, which writes them. */
export function sessionFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = env[SESSION_FOLDER_VARIABLE];
  if (named) return named;
  return join(tmpdir(), `loopscope-${process.getuid?.() ?? userInfo().username}`);
}

/** Whether the process exists; one of another user counts as well. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isSessionFile(value: unknown): value is SessionFile {
  const file = value as Partial<SessionFile> | null;
  return (
    typeof file === "object" &&
    file !== null &&
    typeof file.pid === "number" &&
    typeof file.program === "string" &&
    typeof file.socket === "string" &&
    typeof file.startedMs === "number"
  );
}

/** Somebody else's folder of that name is not believed. */
async function isOwn(folder: string): Promise<boolean> {
  const uid = process.getuid?.();
  try {
    const stats = await lstat(folder);
    return stats.isDirectory() && (uid === undefined || stats.uid === uid);
  } catch {
    return false;
  }
}

async function read(path: string): Promise<SessionFile | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return isSessionFile(value) && value.version === PROTOCOL_VERSION ? value : undefined;
  } catch {
    // Gone, or half written by a program that is just starting.
    return undefined;
  }
}

/** The running sessions, the oldest first. Files of processes that were killed are removed on the way. */
export async function runningSessions(folder: string = sessionFolder()): Promise<SessionFile[]> {
  if (!(await isOwn(folder))) return [];
  const sessions: SessionFile[] = [];
  for (const name of await readdir(folder)) {
    const pid = Number(/^(\d+)\.json$/.exec(name)?.[1]);
    if (Number.isNaN(pid)) continue;
    if (isAlive(pid)) {
      const session = await read(join(folder, name));
      if (session !== undefined && session.pid === pid) sessions.push(session);
      continue;
    }
    await rm(join(folder, name), { force: true });
    await rm(join(folder, `${pid}.sock`), { force: true });
  }
  return sessions.sort((a, b) => a.startedMs - b.startedMs || a.pid - b.pid);
}
