/** The agent's own tests, in Python, on every CPython that is installed, and on 3.14 as WebAssembly. */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "mocha";
import { interpreters, requiredNewerPython } from "../../support/python.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const TESTS = path.join(ROOT, "test/python");
/** Starting some thirty interpreters takes its time on a busy machine. */
const PATIENCE_MS = 300_000;

/** What is promised of asyncio's loops and holds of uvloop's, and what is uvloop's own. */
const ON_UVLOOP = [
  "uvloop",
  "waits",
  "resource_waits",
  "holders",
  "observer",
  "coroutines",
  "control",
  "assignment",
];

function versionOf(interpreter: string): string {
  return spawnSync(interpreter, ["--version"], { encoding: "utf8" }).stdout.trim();
}

/** Runs tests, of which there must be some, and gives what an interpreter says when they fail. */
function runTests(interpreter: string, tests: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const args = ["-X", "dev", "-B", "-m", "unittest", ...tests];
  const options = { cwd: TESTS, timeout: PATIENCE_MS, env: { ...process.env, ...env } };
  return new Promise((resolve, reject) => {
    execFile(interpreter, args, options, (error, _, stderr) => {
      if (error !== null) return reject(new Error(stderr));
      const [, count] = /^Ran (\d+) tests/m.exec(stderr) ?? [];
      if (Number(count) > 30) resolve();
      else reject(new Error(`too few tests were found:\n${stderr}`));
    });
  });
}

describe("the agent for Python", () => {
  for (const interpreter of interpreters()) {
    it(`passes its tests on ${versionOf(interpreter)} (${interpreter})`, function () {
      this.timeout(PATIENCE_MS);
      return runTests(interpreter, ["discover", "-s", TESTS]);
    });
  }
  for (const interpreter of ["/usr/bin/python3", requiredNewerPython()]) {
    it(`passes them on uvloop, on ${versionOf(interpreter)}`, function () {
      this.timeout(PATIENCE_MS);
      const tests = ON_UVLOOP.map((name) => `test_${name}`);
      return runTests(interpreter, tests, { LOOPSCOPE_TEST_UVLOOP: "1" });
    });
  }
});

describe("the agent for Python as WebAssembly", () => {
  interface Pyodide {
    runPython(code: string): unknown;
    readonly FS: { mkdirTree(folder: string): void; writeFile(file: string, text: string): void };
  }
  let pyodide: Pyodide;

  before(async function () {
    this.timeout(PATIENCE_MS);
    const { loadPyodide } = await import("pyodide");
    pyodide = (await loadPyodide({ stderr: () => {}, stdout: () => {} })) as unknown as Pyodide;
    for (const folder of ["python/loopscope_agent", "test/python"]) {
      pyodide.FS.mkdirTree(`/tree/${folder}`);
      for (const name of readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith(".py"))) {
        pyodide.FS.writeFile(`/tree/${folder}/${name}`, readFileSync(path.join(ROOT, folder, name), "utf8"));
      }
    }
  });

  it("is CPython 3.14", () => {
    assert.match(String(pyodide.runPython("import sys; sys.version")), /^3\.14\./);
  });

  it("passes the tests of its core", function () {
    this.timeout(PATIENCE_MS);
    const report = pyodide.runPython(`
import io, sys, unittest
sys.path[:0] = ["/tree/test/python", "/tree/python"]
stream = io.StringIO()
suite = unittest.defaultTestLoader.discover("/tree/test/python")
result = unittest.TextTestRunner(stream=stream).run(suite)
stream.getvalue() if not result.wasSuccessful() else str(result.testsRun)
`);
    assert.match(String(report), /^\d+$/);
    assert.ok(Number(report) > 15);
  });
});
