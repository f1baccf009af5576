/** Ending processes: politely first, with everything they started. */
import { setTimeout as delay } from "node:timers/promises";

/** Time that a program has to end by itself after `SIGTERM`, milliseconds. */
export const GRACE_MS = 2_000;
const LOOK_EVERY_MS = 20;

/** Whether a process exists and may be signalled. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Signals a process group, or the process alone where there are no groups. False when nobody was there. */
export function signal(pid: number, name: NodeJS.Signals, group: boolean): boolean {
  try {
    process.kill(group && process.platform !== "win32" ? -pid : pid, name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a process (and its group): `SIGTERM`, a grace, `SIGKILL`.
 * @param gone settles when the process itself is over.
 */
export async function endProcess(pid: number, group: boolean, gone: Promise<unknown>): Promise<void> {
  if (signal(pid, "SIGTERM", group)) {
    const patience = new AbortController();
    await Promise.race([gone, delay(GRACE_MS, undefined, { signal: patience.signal }).catch(() => {})]);
    patience.abort();
  }
  // Also when the process went at once: what it started may have ignored the signal.
  signal(pid, "SIGKILL", group);
  await gone;
}

/** Resolves when a process that is not our child has gone. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(LOOK_EVERY_MS);
}
