import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Exit code and signal of a child process, also of one that has ended already: of that nothing is announced any more. */
export async function exitOf(
  child: ChildProcess,
): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return [child.exitCode, child.signalCode];
}
