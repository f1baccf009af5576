import assert from "node:assert/strict";
import { filesBelow, pathsBelow, type SourceFile } from "./source-files.js";
import {
  emptyName,
  leftOvers,
  MAX_LINES,
  machinePaths,
  silencedTypeChecks,
  switchedOffTests,
  tooLong,
} from "./tree-rules.js";

/** This folder holds samples of what it forbids. */
const elsewhere = (file: { readonly path: string }): boolean =>
  !file.path.startsWith("test/unit/architecture/");
const code = /\.(ts|mts|cts|js|mjs|cjs|py|css|sh)$/;
const rooms = ["src", "test", "examples", "bench", "scripts", "docs", "media"];
const files = rooms.flatMap((folder) => filesBelow(folder)).filter(elsewhere);

const sample = (text: string, path = "src/sample.ts"): SourceFile => ({ path, text });

describe("a file of the project", () => {
  it(`has at most ${MAX_LINES} lines of code`, () => {
    assert.deepEqual(files.filter((file) => code.test(file.path)).flatMap(tooLong), []);
    assert.deepEqual(tooLong(sample("x\n".repeat(MAX_LINES))), []);
    assert.equal(tooLong(sample("x\n".repeat(MAX_LINES + 1))).length, 1);
  });

  it("has a name that says what is inside", () => {
    // The pages of the API reference are called as Python calls what they describe.
    const named = rooms.flatMap(pathsBelow).filter((path) => !path.startsWith("docs/api/"));
    assert.deepEqual(named.flatMap(emptyName), []);
    for (const bad of ["src/utils.ts", "src/common/a.ts", "src/taskManager.ts", "test/test-helpers.ts"]) {
      assert.equal(emptyName(bad).length, 1, bad);
    }
    assert.deepEqual(emptyName("src/runtime/commons-clause.ts"), []);
  });

  it("names no path of a machine", () => {
    assert.deepEqual(files.flatMap(machinePaths), []);
    for (const bad of ['"/work/main"', "see /root/x", "`/tmp/a.sock`", "(/home/ann/b)", "\n/tmp/c"]) {
      assert.equal(machinePaths(sample(bad)).length, 1, bad);
    }
    for (const good of [
      "a/tmp/b",
      "$" + "{dir}/tmp/b",
      "https://host/work/x",
      "./root/x",
      "/tmp",
      "/app/x",
    ]) {
      assert.deepEqual(machinePaths(sample(good)), [], good);
    }
  });

  it("leaves no notes of unfinished work", () => {
    assert.deepEqual(files.flatMap(leftOvers), []);
    for (const bad of ["// TODO: later", "# FIXME", "/* XXX */"]) {
      assert.equal(leftOvers(sample(bad)).length, 1, bad);
    }
  });

  it("switches no test off", () => {
    assert.deepEqual(files.filter((file) => file.path.startsWith("test/")).flatMap(switchedOffTests), []);
    for (const bad of ["it.only('a')", "describe.skip('b')", "xit('c')", "  this.skip()"]) {
      assert.equal(switchedOffTests(sample(bad)).length, 1, bad);
    }
    assert.deepEqual(switchedOffTests(sample("stream.skip(3); emit('x')")), []);
  });

  it("silences no type check", () => {
    assert.deepEqual(files.flatMap(silencedTypeChecks), []);
    assert.equal(silencedTypeChecks(sample("// @ts-ignore")).length, 1);
    assert.deepEqual(silencedTypeChecks(sample("// @ts-expect-error: a string")), []);
  });
});
