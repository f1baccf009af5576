/** Finding programs that Loopscope launched: each has a file in the session folder. */
import { readFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { SESSION_FOLDER_VARIABLE, type SessionFile } from "../../protocol/index.js";

/** The folder of session sockets: see `SESSION_FOLDER_VARIABLE`. */
export function sessionFolder(): string {
  const chosen = process.env[SESSION_FOLDER_VARIABLE];
  if (chosen) return chosen;
  const { uid, username } = userInfo();
  return path.join(tmpdir(), `loopscope-${uid < 0 ? username : uid}`);
}

/** What a program says of itself; undefined when it is not one of ours. */
export function readSessionFile(pid: number): SessionFile | undefined {
  try {
    const file = JSON.parse(readFileSync(path.join(sessionFolder(), `${pid}.json`), "utf8")) as SessionFile;
    return file.pid === pid && typeof file.socket === "string" ? file : undefined;
  } catch {
    return undefined;
  }
}
