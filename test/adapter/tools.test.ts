import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, it } from "mocha";
import { run } from "../e2e/install/command.js";
import { REPOSITORY } from "../support/dap-client.js";
import { DebugProgram, programPath } from "../support/debug-program.js";
import { nodeExecutable } from "../support/node-versions.js";

const TSC = path.join(REPOSITORY, "node_modules/typescript/bin/tsc");
const TSX = path.join(REPOSITORY, "node_modules/tsx/dist/loader.mjs");

/** What runs: a program to launch, or arguments of a Node of its own, to attach to. */
type Prepared =
  | { readonly program: string; readonly launch?: Record<string, unknown> }
  | { readonly node: string; readonly args: readonly string[] };

let program: DebugProgram | undefined;
let child: ChildProcess | undefined;
let folder: string;
let source: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "ls-test-")));
  source = path.join(folder, "src/tooled.ts");
  await mkdir(path.join(folder, "src"));
  await mkdir(path.join(folder, "node_modules"));
  await copyFile(programPath("tooled.ts"), source);
  await symlink(REPOSITORY, path.join(folder, "node_modules/loopscope"), "junction");
  await writeFile(path.join(folder, "package.json"), '{ "type": "module" }');
});
afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
  child?.kill("SIGKILL");
  child = undefined;
  await rm(folder, { recursive: true, force: true });
});

const inFolder = (...parts: string[]): string => path.join(folder, ...parts);

async function compile(...options: string[]): Promise<Prepared> {
  const fixed = ["--target", "es2022", "--rootDir", "src", "--outDir", "out", "--skipLibCheck", "--noCheck"];
  await run(process.execPath, [TSC, ...fixed, ...options, source], { cwd: folder });
  return { program: inFolder("out/tooled.js") };
}

async function bundle(options: Parameters<typeof build>[0], outfile = "out/tooled.mjs"): Promise<Prepared> {
  await build({
    entryPoints: [source],
    outfile: inFolder(outfile),
    format: "esm",
    platform: "node",
    target: "node20",
    // The debugger tells its own runtime from the program by their files.
    ...(options.bundle === true ? { external: ["loopscope"] } : {}),
    logLevel: "silent",
    ...options,
  });
  return { program: inFolder(outfile) };
}

const MODULES = ["--module", "nodenext"];

const TOOLS: readonly [string, () => Promise<Prepared>][] = [
  ["tsc, with a map beside the module", () => compile(...MODULES, "--sourceMap")],
  ["tsc, with the map inline", () => compile(...MODULES, "--inlineSourceMap")],
  [
    "tsc, with the map and the source inline",
    () => compile(...MODULES, "--inlineSourceMap", "--inlineSources"),
  ],
  [
    "tsc, with a root for sources in the map",
    () => compile(...MODULES, "--sourceMap", "--sourceRoot", "../src"),
  ],
  [
    "tsc, to CommonJS",
    async () => {
      await writeFile(inFolder("package.json"), "{}");
      return compile(...MODULES, "--sourceMap");
    },
  ],
  ["esbuild, one file", () => bundle({ sourcemap: true })],
  [
    "esbuild, a bundle in one line with the map inline",
    () => bundle({ sourcemap: "inline", bundle: true, minifyWhitespace: true }),
  ],
  [
    "esbuild, a CommonJS bundle",
    () => bundle({ sourcemap: "linked", bundle: true, format: "cjs" }, "out/tooled.cjs"),
  ],
  [
    "tsx, beside the debugger's own loader",
    async () => ({ program: source, launch: { runtimeArgs: ["--import", TSX] } }),
  ],
  ["tsx by itself, attached to", async () => ({ node: process.execPath, args: ["--import", TSX, source] })],
  ["Node 22's type stripping, attached to", async () => ({ node: await nodeExecutable(22), args: [source] })],
  ["Node 24's type stripping, attached to", async () => ({ node: await nodeExecutable(24), args: [source] })],
  [
    "the debugger's own loader on Node 24",
    async () => ({ program: source, launch: { runtimeExecutable: await nodeExecutable(24) } }),
  ],
];

/** Starts Node with its inspector, held until somebody attaches, and gives the inspector's port. */
async function held(node: string, args: readonly string[]): Promise<number> {
  const started = spawn(node, ["--inspect-wait=127.0.0.1:0", ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  child = started;
  return new Promise((resolve, reject) => {
    let output = "";
    started.stderr.on("data", (chunk: Buffer) => {
      output += chunk;
      const port = /listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    started.once("exit", (code) => reject(new Error(`${node} ended with ${code}: ${output}`)));
  });
}

async function start(prepared: Prepared): Promise<DebugProgram> {
  const breakpoints = ["pack"];
  return "node" in prepared
    ? DebugProgram.attach(source, { port: await held(prepared.node, prepared.args) }, { breakpoints })
    : DebugProgram.launch(source, {
        breakpoints,
        launch: { program: prepared.program, cwd: folder, ...prepared.launch },
      });
}

describe("breakpoints and steps in the source of a program that is made by", function () {
  // Other versions of Node are installed at first use.
  this.timeout(300_000);

  for (const [tool, prepare] of TOOLS) {
    it(tool, async () => {
      program = await start(await prepare());
      const stop = await program.stopped();
      assert.deepEqual([stop.reason, stop.marker], ["breakpoint", "pack"]);
      assert.equal(stop.top.source?.path, source);
      assert.equal(stop.top.name, "main");
      const marks = [];
      let at = stop;
      for (const step of ["stepIn", "next", "next"] as const) {
        at = await program.go(step, stop.threadId);
        marks.push(at.marker);
      }
      assert.deepEqual(marks, ["size", "pause", "packed"]);
      const { result } = await program.client.request("evaluate", {
        expression: "order.lines.length",
        frameId: at.frames.find(({ name }) => name === "main")!.id,
      });
      assert.equal(result, "2");
      assert.deepEqual(
        at.frames.filter(({ line }) => line > 0).map(({ name, source: from }) => [name, from?.path]),
        [
          ["pack", source],
          ["main", source],
        ],
      );
      await program.client.request("continue", { threadId: stop.threadId });
      await program.client.next("terminated");
    });
  }
});
