import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { pathsBelow, root } from "./source-files.js";

const run = promisify(execFile);
/** The agent for Python as it is in the tree. */
const agent = pathsBelow("python").filter((name) => name.endsWith(".py"));

/** Names of the files in a zip archive, from its central directory (PKWARE's APPNOTE, 4.3.12). */
function namesInZip(archive: Buffer): string[] {
  const names: string[] = [];
  const header = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = archive.indexOf(header); at >= 0; at = archive.indexOf(header, at + 4)) {
    const length = archive.readUInt16LE(at + 28);
    names.push(archive.toString("utf8", at + 46, at + 46 + length));
  }
  return names;
}

/** Both are found by the debugger beside its bundles, and shipped as they are. */
describe("the agent for Python", () => {
  it("is in the npm package, all of it and nothing that Python has made of it", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const shipped = files.map((file) => file.path).filter((name) => name.startsWith("python/"));
    assert.ok(agent.includes("python/inject.py") && agent.includes("python/boot/sitecustomize.py"));
    assert.deepEqual(shipped.sort(), [...agent].sort());
  });

  it("is in the VSIX, all of it and nothing that Python has made of it", async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "loopscope-vsix-test-"));
    try {
      const file = path.join(folder, "loopscope.vsix");
      await run(process.execPath, ["scripts/package.mjs", file], { cwd: root });
      const shipped = namesInZip(readFileSync(file)).filter((name) => name.startsWith("extension/python/"));
      assert.deepEqual(shipped.sort(), agent.map((name) => `extension/${name}`).sort());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
