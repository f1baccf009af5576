/** Names that are reached by string across a process or package boundary: changing one breaks the other side. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  AGENT_SYMBOL,
  BRIDGE,
  CHILDREN_VARIABLE,
  DEBUG_VARIABLES,
  HEARTBEAT,
  OWNER_VARIABLE,
  PROTOCOL_VERSION,
  SEND_BINDING,
  SESSION_FOLDER_VARIABLE,
} from "../../../src/protocol/index.js";
import { root } from "./source-files.js";

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const build = readFileSync(`${root}scripts/build.mjs`, "utf8");

describe("names that cross a boundary", () => {
  it("are these in the protocol", () => {
    assert.equal(PROTOCOL_VERSION, 1);
    assert.equal(AGENT_SYMBOL, "loopscope.agent");
    assert.equal(SEND_BINDING, "__loopscopeSend");
    assert.equal(OWNER_VARIABLE, "LOOPSCOPE_OWNER");
    assert.equal(CHILDREN_VARIABLE, "LOOPSCOPE_CHILDREN");
    assert.equal(SESSION_FOLDER_VARIABLE, "LOOPSCOPE_SESSIONS");
    assert.deepEqual(DEBUG_VARIABLES, ["ASYNCIODEBUG", "PYTHONASYNCIODEBUG"]);
    assert.deepEqual(BRIDGE, {
      start: "Loopscope.start",
      blocked: "Loopscope.blocked",
      unblocked: "Loopscope.unblocked",
      guests: "Loopscope.guests",
      child: "Loopscope.child",
    });
    assert.deepEqual(HEARTBEAT, { turns: 0, turnStartedMs: 1, length: 2 });
  });

  it("are in docs/architecture.md as they are in the code", () => {
    const text = readFileSync(`${root}docs/architecture.md`, "utf8");
    for (const name of [
      AGENT_SYMBOL,
      SEND_BINDING,
      OWNER_VARIABLE,
      CHILDREN_VARIABLE,
      ...Object.values(BRIDGE),
    ]) {
      assert.ok(text.includes(name), name);
    }
  });

  it("are these for whoever installs the package", () => {
    assert.equal(manifest.name, "loopscope");
    assert.deepEqual(manifest.bin, { loopscope: "dist/cli.mjs" });
    assert.equal(manifest.main, "./dist/extension.cjs");
    assert.deepEqual(manifest.exports["."], {
      types: "./dist/types/runtime/index.d.ts",
      import: "./dist/runtime/index.mjs",
      require: "./dist/runtime/index.cjs",
    });
  });

  it("lead to files that the build makes", () => {
    for (const output of [
      "runtime/index",
      "preload",
      "attached",
      "bridge-worker",
      "adapter",
      "extension",
      "cli",
    ]) {
      assert.match(build, new RegExp(`["' ]?${output}["']?: "src/`), output);
    }
  });

  it("leave an installed package without dependencies", () => {
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.peerDependencies, undefined);
    assert.equal(manifest.optionalDependencies, undefined);
  });
});
