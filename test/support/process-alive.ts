import { readFileSync } from "node:fs";

/**
 * Whether a process runs. One that has ended and waits to be collected does not: orphans wait for ever where the first
 * process of a container collects none.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
