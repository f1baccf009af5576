import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BuildOptions, build } from "esbuild";
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

  describe("of a bundle that has the runtime inside", () => {
    const RUNTIME = path.resolve("dist/runtime/index.mjs");

    async function bundle(options: BuildOptions): Promise<string> {
      const outfile = path.join(folder, options.format === "cjs" ? "bundle.cjs" : "bundle.mjs");
      await build({
        entryPoints: [path.join(folder, "bundled.ts")],
        bundle: true,
        platform: "node",
        alias: { loopscope: RUNTIME },
        outfile,
        logLevel: "silent",
        ...options,
      });
      return outfile;
    }

    async function launchBundle(
      options: BuildOptions | undefined,
      breakpoints: string[],
      filters: string[] = [],
    ) {
      if (options === undefined) {
        program = await DebugProgram.launch("bundled.ts", { breakpoints });
        return program;
      }
      await copyFile(programPath("bundled.ts"), path.join(folder, "bundled.ts"));
      program = await DebugProgram.launch(path.join(folder, "bundled.ts"), {
        breakpoints,
        filters,
        launch: { program: await bundle(options), cwd: folder },
      });
      return program;
    }

    for (const [name, options] of [
      ["no bundle, to compare", undefined],
      ["an ES module", { format: "esm", sourcemap: true }],
      ["a CommonJS module", { format: "cjs", sourcemap: "inline" }],
      ["a minified module", { format: "esm", sourcemap: true, minify: true, keepNames: true }],
    ] as const) {
      it(`${name}: steps stay in the user's code: that of a bundle used to be taken for the runtime's`, async () => {
        await launchBundle(options, ["tea"]);
        const stop = await program!.stopped();
        assert.equal(stop.marker, "tea");
        assert.deepEqual(
          stop.frames.map((frame) => frame.name),
          ["main"],
        );
        const step = (command: "next" | "stepIn" | "stepOut") => program!.go(command, stop.threadId);
        assert.equal((await step("next")).marker, "cake");
        assert.equal((await step("stepIn")).marker, "fetch");
        const inside = await program!.go("stepOut", (await program!.task("cake")).threadId!);
        assert.equal(inside.marker, "sum");
      });
    }

    for (const [name, options] of [
      ["with a source map", { format: "esm", sourcemap: true }],
      ["without one", { format: "esm" }],
    ] as const) {
      it(`${name} has function breakpoints in the user's code alone: those of the runtime's functions used to stop`, async () => {
        await copyFile(programPath("bundled.ts"), path.join(folder, "bundled.ts"));
        program = await DebugProgram.launch(path.join(folder, "bundled.ts"), {
          functions: [{ name: "createTask" }, { name: "fetchPrice" }],
          launch: { program: await bundle(options), cwd: folder },
        });
        for (let call = 0; call < 3; call++) {
          const stop = await program.stopped();
          assert.deepEqual([stop.reason, stop.top.name], ["function breakpoint", "fetchPrice"]);
          await program.client.request("continue", { threadId: stop.threadId });
        }
        assert.equal(await program.ended(), 0);
        const last = new Map(
          program.client.events
            .filter(({ event }) => event === "breakpoint")
            .map(({ body }) => (body as { breakpoint: { id: number; verified: boolean } }).breakpoint)
            .map(({ id, verified }) => [id, verified]),
        );
        assert.deepEqual([last.get(1) ?? false, last.get(2)], [false, true]);
      });
    }

    it("tells where tasks were created, and stops where an error is thrown, in the user's code", async () => {
      await launchBundle({ format: "esm", sourcemap: true }, [], ["all"]);
      const stop = await program!.stopped();
      assert.equal(stop.marker, "throw");
      assert.deepEqual(
        stop.frames.map((frame) => frame.name),
        ["fetchPrice", "main"],
      );
      const { id: taskId } = await program!.task("other");
      const { createdStack } = await program!.client.request("asyncioInspect", { taskId });
      assert.deepEqual(
        createdStack?.map(({ name, source }) => [name, source?.path]),
        [["main", path.join(folder, "bundled.ts")]],
      );
    });

    for (const [name, options] of [
      ["an ES module", { format: "esm" }],
      ["a CommonJS module", { format: "cjs" }],
      ["a minified module", { format: "esm", minify: true }],
      ["a minified CommonJS module", { format: "cjs", minify: true }],
      ["a module that is loaded late, wrapped into a function", { format: "cjs", entry: "late.ts" }],
    ] as const) {
      it(`${name} without a source map: steps stay in the user's code: they used to go through the runtime`, async () => {
        await copyFile(programPath("bundled.ts"), path.join(folder, "bundled.ts"));
        await writeFile(path.join(folder, "late.ts"), 'import("./bundled.js");\n');
        const { entry, ...rest } = { entry: "bundled.ts", ...options };
        const output = await bundle({ ...rest, entryPoints: [path.join(folder, entry)] });
        const text = readFileSync(output, "utf8");
        // The bundler puts the user's module behind the runtime.
        const own = text.lastIndexOf("function*", text.indexOf('"nothing"'));
        const offset = ({ line, column }: { line: number; column: number }) =>
          [...text.split("\n", line - 1), ""].join("\n").length + column - 1;
        const before = text.slice(0, text.search(/[\w$]+\("tea"\)/)).split("\n");
        const tea = { line: before.length, column: before.at(-1)!.length + 1 };
        program = await DebugProgram.launch(output, {
          launch: { program: output, cwd: folder, stopOnEntry: true },
        });
        const entered = await program.stopped();
        await program.client.request("setBreakpoints", { source: { path: output }, breakpoints: [tea] });
        let stop = await program.go("continue", entered.threadId);
        const step = async (command: "next" | "stepIn" | "stepOut") => {
          const { threadId } = (await program!.tasks()).tasks.find(({ state }) => state === "running")!;
          stop = await program!.go(command, threadId!);
          assert.equal(stop.reason, "step");
          for (const frame of stop.frames) assert.ok(offset(frame) >= own, `${frame.name} is the user's`);
          return text.slice(offset(stop.top), offset(stop.top) + 80);
        };
        const [main, ...below] = stop.frames;
        assert.deepEqual([main?.line, below], [tea.line, []]);
        await step("stepIn");
        const fetch = stop.top.name;
        assert.notEqual(fetch, main?.name);
        await step("stepOut");
        assert.equal(stop.top.name, main?.name);
        // Over the second await, to the line that prints the sum.
        const seen: string[] = [];
        while (!/^(?:console\.)?log\(/.test(seen.at(-1) ?? "")) {
          assert.ok(seen.length < 12, seen.join("\n"));
          seen.push(await step("next"));
          assert.equal(stop.top.name, main?.name);
        }
      });
    }
  });

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
