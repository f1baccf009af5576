/** Runs contestants, each in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./benchmarks.js";
import { bundleFolder } from "./bundles.js";
import type { Samples } from "./cases/sampling.js";

const cases = fileURLToPath(new URL("cases/", import.meta.url));
/** Far longer than any contestant takes: one that gets here hangs. */
const TIME_LIMIT_MS = 180_000;

function output(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: TIME_LIMIT_MS, maxBuffer: 1 << 24 };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${command} ${args.join(" ")}:\n${stderr || error.message}`, { cause: error }));
    });
  });
}

/**
 * The version of an interpreter, as `CPython 3.13.0`.
 * @throws Error that says what to do, when there is none.
 */
export async function pythonVersion(python: string): Promise<string> {
  const program = "import platform; print(platform.python_implementation(), platform.python_version())";
  try {
    return (await output(python, ["-c", program])).trim();
  } catch (error) {
    throw new Error(
      `cannot run "${python}": the benchmarks compare with CPython's asyncio.\n` +
        "Install Python 3.9 or later, or name an interpreter: npm run bench -- --python=/path/to/python3\n" +
        "To leave the comparison out: npm run bench -- --no-python",
      { cause: error },
    );
  }
}

/** The interpreters that contestants run in; null for one that is left out. */
export interface Interpreters {
  readonly python: string;
  readonly uvloop: string | null;
}

/** Where Debian's package `python3-uvloop` belongs to. */
const SYSTEM_PYTHON = "/usr/bin/python3";

/** The first interpreter that has uvloop: the one that is compared with, else the system's; null when none has it. */
export async function findUvloop(python: string): Promise<{ command: string; version: string } | null> {
  const program =
    "import platform, uvloop; print(f'uvloop {uvloop.__version__} on {platform.python_version()}')";
  for (const command of [python, SYSTEM_PYTHON]) {
    try {
      return { command, version: (await output(command, ["-c", program])).trim() };
    } catch {
      // It has none, or is not there: the next one.
    }
  }
  return null;
}

/** Runs a contestant once: the time of one operation in nanoseconds, in its least disturbed sample. */
export async function measure(contestant: Contestant, interpreters: Interpreters): Promise<number> {
  const args = contestant.args ?? [];
  const { language } = contestant;
  const text =
    language !== "typescript"
      ? await output(interpreters[language] as string, ["-B", `${cases}${contestant.program}.py`, ...args])
      : await output(process.execPath, [
          `${bundleFolder(contestant.withoutAgent !== true)}/${contestant.program}.mjs`,
          ...args,
        ]);
  const { nsPerOperation } = JSON.parse(text) as Samples;
  if (nsPerOperation.length === 0) throw new Error(`${contestant.program} measured nothing`);
  return Math.min(...nsPerOperation);
}
