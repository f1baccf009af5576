import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { importsOf } from "./imports.js";
import { brokenImports, rooms } from "./rooms.js";
import { filesBelow, pathsBelow, root } from "./source-files.js";

describe("imports between rooms", () => {
  it("follow the table of docs/architecture.md", () => {
    const broken = filesBelow("src", /\.(ts|mts|cts|js|mjs|cjs)$/).flatMap(brokenImports);
    assert.deepEqual(broken, []);
  });

  it("are ruled for the rooms that the table names, no more and no fewer", () => {
    const text = readFileSync(`${root}docs/architecture.md`, "utf8");
    const table = text.slice(text.indexOf("| Room | May import |"));
    const rows = table.slice(0, table.indexOf("\n\n")).split("\n").slice(2);
    const named = rows.map((row) => row.split("|")[1]?.trim());
    assert.deepEqual(named.sort(), rooms.map((room) => room.name).sort());
    for (const room of rooms) {
      const row = rows.find((line) => line.startsWith(`| ${room.name} `)) ?? "";
      // The table speaks of "its terminal library" for the one; type declarations go with their package.
      const unnamed = room.name === "cli" ? room.packages : ["@vscode/debugprotocol"];
      const packages = room.packages.filter((name) => !unnamed.includes(name));
      for (const name of packages) assert.ok(row.includes(`\`${name}\``), `${room.name}: ${name}`);
    }
  });

  it("hold for every source file: none lies outside of a room", () => {
    const outside = pathsBelow("src").filter((path) => !rooms.some((room) => path.startsWith(room.folder)));
    assert.deepEqual(outside, []);
  });

  const bad: readonly (readonly [path: string, code: string, reason: RegExp])[] = [
    ["src/protocol/model.ts", 'import fs from "node:fs";', /may not import Node's modules/],
    ["src/protocol/model.ts", 'import fs from "fs";', /may not import Node's modules/],
    ["src/protocol/model.ts", 'import type { Task } from "../runtime/tasks.js";', /protocol may not import/],
    ["src/runtime/tasks.ts", 'import { agent } from "./agent/agent.js";', /may not import runtime\/agent/],
    ["src/runtime/tasks.ts", 'import { x } from "../protocol/index.js";', /may not import protocol/],
    ["src/runtime/tasks.ts", 'const w = require("node:worker_threads");', /may not import Node's modules/],
    ["src/runtime/host.ts", 'import ws from "ws";', /runtime core may not import ws/],
    ["src/runtime/agent/agent.ts", 'export * from "../../adapter/session.js";', /may not import adapter/],
    ["src/adapter/session.ts", 'import { Task } from "../runtime/tasks.js";', /may not import runtime core/],
    ["src/adapter/session.ts", 'const v = await import("vscode");', /adapter may not import vscode/],
    ["src/extension/tree.ts", 'import { Table } from "../adapter/task-table.js";', /may not import adapter/],
    ["src/extension/tree.ts", 'import { Breakpoint } from "@vscode/debugadapter";', /@vscode\/debugadapter/],
    ["src/cli/main.ts", 'import {\n  a,\n  b,\n} from "../adapter/session.js";', /may not import adapter/],
    ["src/preload/hooks.ts", 'import "esbuild";', /preload may not import esbuild/],
    ["src/cli/main.ts", 'import { x } from "../../scripts/build.mjs";', /lies in no room/],
  ];
  for (const [path, code, reason] of bad) {
    it(`refuse ${code.replaceAll(/\s+/g, " ")} in ${path}`, () => {
      const broken = brokenImports({ path, text: `// a file\n${code}\n` });
      assert.equal(broken.length, 1);
      assert.match(broken[0] ?? "", reason);
    });
  }

  it("let the runtime's index install the agent", () => {
    assert.deepEqual(
      brokenImports({ path: "src/runtime/index.ts", text: 'import "./agent/install.js";' }),
      [],
    );
  });
});

describe("finding imports", () => {
  const specifiers = (source: string): string[] => importsOf(source).map((found) => found.specifier);

  it("sees every form", () => {
    const source = [
      'import a from "a";',
      "import * as b from 'b';",
      'import c, { type d } from "c";',
      'import "e";',
      'export * from "f";',
      'export { g } from "g";',
      'const h = await import("h");',
      'const i = require("i");',
      'type J = import("j").J;',
      'import k = require("k");',
      'const l = require.resolve("l");',
    ].join("\n");
    assert.deepEqual(specifiers(source), ["a", "b", "c", "e", "f", "g", "h", "i", "j", "k", "l"]);
  });

  it("knows type imports and line numbers", () => {
    assert.deepEqual(importsOf('\nimport type { A } from "a";\nimport { b } from "b";'), [
      { specifier: "a", line: 2, typeOnly: true },
      { specifier: "b", line: 3, typeOnly: false },
    ]);
  });

  it("skips comments, and what merely looks like an import", () => {
    const source = [
      '// import a from "a"',
      '/* import b from "b" */',
      '/** @example import * as c from "c" */',
      'loader.import("d");',
      'Array.from("e");',
      'const text = "see // import";',
    ].join("\n");
    assert.deepEqual(specifiers(source), []);
  });
});
