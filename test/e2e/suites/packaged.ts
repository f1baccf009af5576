import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../install/command.js";
import { ROOT } from "./folders.js";
import type { Tally } from "./mocha.js";
import { runWindowSuite } from "./user.js";

/** What users get: the VSIX installed into VS Code, and the npm package installed into their folder. */
export async function runPackagedSuite(): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-packaged-"));
  try {
    const vsix = join(folder, "loopscope.vsix");
    await run(process.execPath, [join(ROOT, "scripts/package.mjs"), vsix], { cwd: ROOT });
    const archive = (
      await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: ROOT })
    ).trim();
    await run("tar", ["xzf", join(folder, archive)], { cwd: folder });
    return await runWindowSuite({
      tests: "packaged",
      session: { vsix },
      workspace: { runtime: join(folder, "package"), unconfigured: true },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
