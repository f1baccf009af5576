import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 15_000;

/** Waits for a condition of another process, which tells no event. @throws Error when it does not come true. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): Promise<void> {
  const lastMs = performance.now() + giveUpAfterMs;
  while (!(await condition())) {
    if (performance.now() > lastMs) throw new Error(`it did not come true that ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
