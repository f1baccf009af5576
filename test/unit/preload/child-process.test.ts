import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import { inheritPreload, isUsersProgram } from "../../../src/preload/child-process.js";

describe("the preload in a child process", () => {
  for (const [script, version, expected] of [
    ["/shop/main.ts", "20.0.0", true],
    ["C:\\shop\\main.mjs", "24.1.0", true],
    [undefined, "20.0.0", false],
    ["/shop/main.ts", "18.20.0", false],
    ["/shop/node_modules/.bin/tsc", "20.0.0", false],
    ["C:\\shop\\node_modules\\tsx\\dist\\cli.mjs", "20.0.0", false],
    ["/ours/adapter.cjs", "20.0.0", false],
    ["/ours-too/main.js", "20.0.0", true],
  ] as const) {
    it(`${expected ? "acts" : "does nothing"} for ${script ?? "no script"} on Node ${version}`, () => {
      assert.equal(isUsersProgram(script, "/ours", version), expected);
    });
  }

  it("is inherited beside the options that are there, once, from a path of any characters", () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lo op"\\'));
    try {
      const preload = path.join(folder, "pre load.cjs");
      writeFileSync(preload, "console.log('loaded');");
      const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: "--no-warnings" };
      inheritPreload(env, preload);
      inheritPreload(env, preload);
      assert.match(env.NODE_OPTIONS ?? "", /^--no-warnings --require /);
      const output = execFileSync(process.execPath, ["-e", "console.log(process.execArgv.length)"], { env });
      assert.equal(output.toString(), "loaded\n2\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
