import assert from "node:assert/strict";
import path from "node:path";
import { TraceMap } from "@jridgewell/trace-mapping";
import { describe, it } from "mocha";
import { isRuntimeSource } from "../../../src/adapter/sources/runtime-sources.js";
import { SourceMap } from "../../../src/adapter/sources/sourcemaps.js";

describe("a source is the runtime's", () => {
  it("when it is one of the package's, installed or linked, on this disk or another", () => {
    for (const source of [
      path.resolve("src/runtime/tasks.ts"),
      path.resolve("dist/runtime/index.mjs"),
      path.resolve("src/protocol/agent.ts"),
      "/nowhere/shop/node_modules/loopscope/src/runtime/agent/index.ts",
      "C:\\shop\\node_modules\\loopscope\\dist\\runtime\\index.cjs",
      "https://example.org/shop/node_modules/loopscope/dist/runtime/index.mjs",
    ]) {
      assert.ok(isRuntimeSource(source), source);
    }
  });

  it("and not when it only looks like one, or is a program beside it", () => {
    for (const source of [
      path.resolve("test/fixtures/programs/bundled.ts"),
      path.resolve("src/adapter/main.ts"),
      "/nowhere/shop/src/runtime/tasks.ts",
      "/nowhere/shop/node_modules/loopscope-extras/src/runtime/tasks.ts",
      "src/runtime/tasks.ts",
      "",
    ]) {
      assert.ok(!isRuntimeSource(source), source);
    }
  });
});

describe("the changes of a source map", () => {
  it("are where code of some sources begins and ends, whatever lies between without a source", () => {
    const map = new SourceMap(
      new TraceMap({
        version: 3,
        names: [],
        sources: ["/a/own.ts", "/b/user.ts"],
        mappings: [
          [[0, 1, 0, 0]],
          [[0, 0, 0, 0], [4]],
          [],
          [
            [2, 0, 1, 0],
            [9, 1, 1, 0],
          ],
          [[0, 0, 5, 0]],
        ],
      } as ConstructorParameters<typeof TraceMap>[0]),
    );
    assert.deepEqual(
      map.changes((source) => source.startsWith("/a/")),
      [
        { lineNumber: 1, columnNumber: 0 },
        { lineNumber: 3, columnNumber: 9 },
        { lineNumber: 4, columnNumber: 0 },
      ],
    );
  });
});
