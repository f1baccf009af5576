import assert from "node:assert/strict";
import { copyFile, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DebugProgram, programPath } from "../support/debug-program.js";

let program: DebugProgram | undefined;
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "ls-test-")));
  await copyFile(programPath("mapped.ts"), path.join(folder, "mapped.ts"));
});
afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Runs a built program with a breakpoint in its source, from before it is loaded. */
async function stopIn(output: string, marker: string) {
  const source = path.join(folder, "mapped.ts");
  program = await DebugProgram.launch(source, {
    breakpoints: [marker],
    launch: { program: path.join(folder, output), cwd: folder },
  });
  return program.stopped();
}

describe("breakpoints through source maps", () => {
  for (const [name, options] of [
    ["a CommonJS module with a map beside it", { format: "cjs", outfile: "out.cjs", sourcemap: true }],
    ["an ES module with a map beside it", { format: "esm", outfile: "out.mjs", sourcemap: true }],
    [
      "a minified line with an inline map",
      { format: "esm", outfile: "out.mjs", sourcemap: "inline", minifyWhitespace: true },
    ],
    [
      "a minified CommonJS line",
      { format: "cjs", outfile: "out.cjs", sourcemap: "inline", minifyWhitespace: true },
    ],
  ] as const) {
    it(`${name}: stops in the source, with its lines`, async () => {
      await build({
        ...options,
        entryPoints: [path.join(folder, "mapped.ts")],
        outfile: path.join(folder, options.outfile),
        logLevel: "silent",
      });
      const stop = await stopIn(options.outfile, "result");
      assert.equal(stop.marker, "result");
      assert.equal(stop.top.source?.path, path.join(folder, "mapped.ts"));
      assert.equal((await program!.go("next", stop.threadId)).reason, "step");
    });
  }

  it("a .ts program that needs more than erasing its types keeps its lines", async () => {
    const stop = await stopIn("mapped.ts", "base");
    assert.equal(stop.marker, "base");
    assert.equal(stop.top.source?.path, path.join(folder, "mapped.ts"));
    assert.equal((await program!.go("next", stop.threadId)).marker, "result");
  });

  it("a program behind a symbolic link is shown by the name that the client uses", async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    try {
      program = await DebugProgram.launch(path.join(link, "mapped.ts"), {
        breakpoints: ["base"],
        launch: { cwd: link },
      });
      const stop = await program.stopped();
      assert.equal(stop.top.source?.path, path.join(link, "mapped.ts"));
    } finally {
      await rm(link);
    }
  });
});
