import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { matchesPattern, readExpectations } from "./expectations.js";

/** The interpreter whose packages are Debian's: `.ci/run` installs what the twins need. */
const PYTHON = "/usr/bin/python3";

const folder = new URL("../../../examples/", import.meta.url);
const twins = new URL("python/", folder);
/** Hangs on purpose. */
const hanging = "order-service";

const namesIn = (place: URL, ending: string): string[] =>
  readdirSync(place)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const programs = namesIn(folder, ".ts");

/** Python imports from a program's own folder first: these must not be in the way of its modules. */
const MODULES_OF_PYTHON = ["contextvars", "http", "queue"];

const twinOf = (name: string): string => `${name}${MODULES_OF_PYTHON.includes(name) ? "_" : ""}.py`;

const read = (place: URL, file: string): string => readFileSync(new URL(file, place), "utf8");

interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runTwin(name: string): Promise<Outcome> {
  const program = fileURLToPath(new URL(twinOf(name), twins));
  const env = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" };
  return new Promise((resolve) => {
    execFile(PYTHON, [program], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? null), stdout, stderr });
    });
  });
}

describe("the Python twins of the examples", () => {
  it("are there for every example, and for nothing else", () => {
    assert.deepEqual(namesIn(twins, ".py").sort(), programs.map((name) => twinOf(name).slice(0, -3)).sort());
  });

  for (const name of programs.filter((each) => each !== hanging)) {
    it(`${twinOf(name)} prints what ${name}.ts prints`, async () => {
      const expected = readExpectations(read(folder, `${name}.ts`));
      // Its own warnings have its own file and wording.
      const comments = read(twins, twinOf(name)).replaceAll(/^# ?/gm, "// ");
      const { warns } = readExpectations(`// Prints:\n${comments}`);
      const { code, stdout, stderr } = await runTwin(name);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, expected.prints);
      if (warns.length === 0) assert.equal(stderr, "");
      for (const pattern of warns) {
        assert.ok(
          stderr.split("\n").some((line) => matchesPattern(line, pattern)),
          `missing on standard error: ${pattern}\n${stderr}`,
        );
      }
    });
  }

  it("of the order service comes to a standstill with the same output as the program itself", async () => {
    const environment = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: "1" };
    const preload = fileURLToPath(new URL("../dist/preload.cjs", folder));
    const commands: [command: string, args: string[]][] = [
      [PYTHON, [fileURLToPath(new URL(`${hanging}.py`, twins))]],
      [process.execPath, ["--require", preload, fileURLToPath(new URL(`${hanging}.ts`, folder))]],
    ];
    const outputs = commands.map(async ([command, args]) => {
      const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(child, "exit");
      try {
        const lines: string[] = [];
        const placed: string[] = [];
        for await (const line of createInterface({ input: child.stdout })) {
          const counted = /^metrics: (\d+) orders placed, \d+ waiting$/.exec(line)?.[1];
          if (counted === undefined) lines.push(line);
          else placed.push(counted);
          // Orders come in all the time: when none was placed between two reports, none ever will be.
          if (placed.length > 1 && placed.at(-1) === placed.at(-2)) break;
        }
        return lines;
      } finally {
        child.kill("SIGKILL");
        await exited;
      }
    });
    const [python, node] = await Promise.all(outputs);
    for (const lines of [python!, node!]) {
      assert.equal(lines[0], "refunds: order 97 paid back");
      const [placed, others] = [
        lines.slice(1),
        lines.slice(1).filter((line) => !/^clerk-[123]: /.test(line)),
      ];
      assert.deepEqual(others, []);
      for (const line of placed)
        assert.match(line, /^clerk-[123]: order 1\d\d placed \((tea|bread|honey|apples)\)$/);
    }
  });
});
