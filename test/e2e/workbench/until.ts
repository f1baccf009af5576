import { setTimeout as delay } from "node:timers/promises";

/** How often a condition that nothing announces is looked at. */
const POLL_MS = 50;

/**
 * Waits until `condition` gives something other than false, null or undefined, and returns that. Throws after
 * `timeoutMs` with `what` and, when `condition` kept throwing, its last error.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 15_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<T, false | null | undefined>;
      }
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`, { cause });
    await delay(POLL_MS);
  }
}
