import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  CASES,
  EXPECTED,
  expectedTrace,
  knownDifferences,
  NEWER_PYTHON_VERSION,
  NEWER_VERSION_FILE,
  namesIn,
  PYTHON_VERSION,
  shown,
  VERSION_FILE,
} from "./cases.js";

const names = namesIn(CASES, ".ts");
const differences = knownDifferences();

/**
 * Runs the TypeScript half of a case: importing it is running it. The harness is imported here, too, as mocha loads test
 * files in a way of its own, which gives them other instances of the modules that they import statically.
 */
async function run(name: string, query: string): Promise<readonly string[]> {
  const url = `${pathToFileURL(join(CASES, `${name}.ts`)).href}${query}`;
  const { traceOf } = await import("./harness.js");
  await import(url);
  return traceOf(url);
}

function compare(name: string, trace: readonly string[]): void {
  const expected = expectedTrace(name);
  assert.ok(expected !== null, `no recorded trace: run npm run conformance:record -- ${name}`);
  const reason = differences[name];
  if (reason === undefined) assert.deepEqual(trace, expected);
  else assert.notDeepEqual(trace, expected, `it passes: take it off known-differences.json (${reason})`);
}

describe("conformance with CPython", () => {
  it("has a Python half and a TypeScript half of every case, and a recorded trace", () => {
    assert.deepEqual(names, namesIn(CASES, ".py"));
    assert.deepEqual(names, namesIn(EXPECTED, ".txt"));
  });

  it("was recorded from the CPython that it speaks of", () => {
    const files = { [VERSION_FILE]: PYTHON_VERSION, [NEWER_VERSION_FILE]: NEWER_PYTHON_VERSION };
    for (const [file, version] of Object.entries(files)) {
      assert.ok(existsSync(file), `no ${shown(file)}: run npm run conformance:record`);
      assert.match(readFileSync(file, "utf8").trim(), new RegExp(`^${version}\\.\\d+$`));
    }
  });

  it("knows of no difference in a case that does not exist", () => {
    assert.deepEqual(
      Object.keys(differences).filter((name) => !names.includes(name)),
      [],
    );
  });

  for (const name of names) {
    it(`${name}: the trace is CPython's`, async () => {
      compare(name, await run(name, ""));
    });
  }
});

describe("conformance with CPython while a debugger has hooked generators", () => {
  let uninstall: () => void;
  before(async () => {
    const { installGeneratorHook } = await import("../../src/runtime/generator_hook.js");
    uninstall = installGeneratorHook();
  });
  after(() => uninstall());

  for (const name of names) {
    it(`${name}: the trace is CPython's`, async () => {
      compare(name, await run(name, "?hooked"));
    });
  }
});
