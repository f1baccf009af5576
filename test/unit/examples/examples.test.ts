import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { matchesPattern, readExpectations } from "./expectations.js";

const root = new URL("../../../", import.meta.url);
const folder = new URL("examples/", root);
/** Hangs on purpose; the adapter's and the end-to-end tests run it. */
const hanging = "order-service.ts";
const programs = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== hanging);

interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an example as the debugger does: plain Node with our preload, which loads TypeScript. */
function runExample(name: string): Promise<Outcome> {
  const preload = fileURLToPath(new URL("dist/preload.cjs", root));
  const program = fileURLToPath(new URL(name, folder));
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--require", preload, program], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? null), stdout, stderr });
    });
  });
}

/** Starts the programs, as many at a time as there are processors. */
function runAll(names: readonly string[]): ReadonlyMap<string, Promise<Outcome>> {
  const outcomes = new Map<string, Promise<Outcome>>();
  const lanes: Promise<unknown>[] = Array.from({ length: availableParallelism() }, () => Promise.resolve());
  names.forEach((name, index) => {
    const lane = index % lanes.length;
    const outcome = lanes[lane]!.then(() => runExample(name));
    outcomes.set(name, outcome);
    lanes[lane] = outcome;
  });
  return outcomes;
}

describe("the examples", () => {
  let outcomes: ReadonlyMap<string, Promise<Outcome>>;
  before(() => {
    outcomes = runAll(programs);
  });

  it("are all listed in the index, and the index lists no others", () => {
    const index = readFileSync(new URL("README.md", folder), "utf8");
    const listed = [...index.matchAll(/^\| \[[^\]]+\]\(([^)]+\.ts)\)/gm)].map((match) => match[1]);
    const present = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    assert.deepEqual(listed.filter((name) => name !== hanging).sort(), programs.sort());
    assert.ok(present.every((name) => listed.includes(name)));
  });

  for (const name of programs) {
    it(`${name} prints what it says it prints`, async () => {
      const expected = readExpectations(readFileSync(new URL(name, folder), "utf8"));
      const outcome = await outcomes.get(name)!;
      assert.equal(outcome.code, 0, outcome.stderr);
      assert.equal(outcome.stdout, expected.prints);
      if (expected.warns.length === 0) assert.equal(outcome.stderr, "");
      for (const pattern of expected.warns) {
        assert.ok(
          outcome.stderr.split("\n").some((line) => matchesPattern(line, pattern)),
          `missing on standard error: ${pattern}\n${outcome.stderr}`,
        );
      }
    });
  }
});

describe("the comment block that says what an example prints", () => {
  it("is read from `// Prints:` to the first line that is no comment", () => {
    const source = "code();\n\n// Prints:\n// one\n//\n//   two\n\n// Warns:\n// …slow…\n";
    assert.deepEqual(readExpectations(source), { prints: "one\n\n  two\n", warns: ["…slow…"] });
  });

  it("must be there", () => {
    assert.throws(() => readExpectations("code();\n"), /no `\/\/ Prints:` block/);
  });

  it("takes an ellipsis in a warning for any text, and everything else literally", () => {
    assert.ok(matchesPattern("Executing <x> took 0.15 seconds", "Executing … took … seconds"));
    assert.ok(!matchesPattern("Executing <x> took 0.15 minutes", "Executing … took … seconds"));
    assert.ok(!matchesPattern("axb", "a.b"));
  });
});
