import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Makes `folder` by calling `fill` on a folder beside it, which is renamed when it is complete: an install that was
 * interrupted is never taken for a whole one. Does nothing when `folder` is there. Several processes may do this at
 * the same time; the first to finish wins.
 */
export async function installOnce(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent, basename(folder));
  const unfinished = join(parent, `${basename(folder)}.${process.pid}.unfinished`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  try {
    await fill(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process has just finished the same install: rename cannot replace a folder that has entries.
    if (!existsSync(folder)) throw error;
  }
}

/** Removes what processes that are no longer there have left unfinished. */
async function removeAbandoned(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(`${name}.`) || !entry.endsWith(".unfinished")) continue;
    const pid = Number(entry.slice(name.length + 1, -".unfinished".length));
    if (!isAlive(pid)) {
      await rm(join(parent, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
