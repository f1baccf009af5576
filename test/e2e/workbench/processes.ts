import { readdirSync, readFileSync } from "node:fs";

/** A process of this machine. */
export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/**
 * The processes that run with `HOME=<home>`: all that a VS Code with a private home has started, and what those have
 * started in turn, orphans and other process groups included. From Linux's /proc.
 */
export function processesOf(home: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, "utf8").split("\0").includes(`HOME=${home}`)) continue;
      const commandLine = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").join(" ").trim();
      // A process that has ended and waits to be collected by its parent has an empty command line.
      if (commandLine !== "") found.push({ pid: Number(name), commandLine });
    } catch {
      // It ended meanwhile, or belongs to another user: not one of ours.
    }
  }
  return found;
}
