/** Finding programs that Loopscope launched: each has a file in the session folder. */
import { readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { SESSION_FOLDER_VARIABLE, type SessionFile } from "../../protocol/index.js";

/** The folder of session sockets in a program with this environment: see `SESSION_FOLDER_VARIABLE`. */
export function sessionFolder(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env[SESSION_FOLDER_VARIABLE];
  if (chosen) return chosen;
  const { uid, username } = userInfo();
  // As `os.tmpdir()` decides in that environment.
  const temporary = process.platform === "win32" ? tmpdir() : env.TMPDIR || env.TMP || env.TEMP || "/tmp";
  return path.join(temporary, `loopscope-${uid < 0 ? username : uid}`);
}

/** Removes what a program that was killed could not: its session file and socket. */
export function removeSessionFiles(pid: number, env: NodeJS.ProcessEnv): void {
  for (const ending of ["json", "sock"])
    rmSync(path.join(sessionFolder(env), `${pid}.${ending}`), { force: true });
}

/**
 * What a program says of itself; undefined when it is not one of ours.
 * @param where its file, for a program whose session folder is not ours.
 */
export function readSessionFile(
  pid: number,
  where = path.join(sessionFolder(), `${pid}.json`),
): SessionFile | undefined {
  try {
    const file = JSON.parse(readFileSync(where, "utf8")) as SessionFile;
    return file.pid === pid && typeof file.socket === "string" ? file : undefined;
  } catch {
    return undefined;
  }
}
