/** Collecting garbage in a test: `--expose-gc` is among the runner's options. */

/** How often to collect before giving up; each time, finalization callbacks get a turn of the host's loop. */
const ATTEMPTS = 50;

/** Collects garbage until `condition` holds, which it does when a finalizer has run; fails when it never does. */
export async function collectGarbage(condition: () => boolean): Promise<void> {
  const gc = (globalThis as { gc?: () => void }).gc;
  if (gc === undefined) throw new Error("run with --expose-gc");
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (condition()) return;
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!condition()) throw new Error("nothing was collected");
}
