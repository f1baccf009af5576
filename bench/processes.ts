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

/** The version of uvloop that an interpreter has, as `uvloop 0.17.0 on CPython 3.11.2`; null when it has none. */
export async function uvloopVersion(python: string): Promise<string | null> {
  try {
    const version = (await output(python, ["-c", "import uvloop; print(uvloop.__version__)"])).trim();
    return `uvloop ${version} on ${await pythonVersion(python)}`;
  } catch {
    return null;
  }
}

/** Where Debian's package `python3-uvloop` belongs to. */
const SYSTEM_PYTHON = "/usr/bin/python3";

/** The interpreter to run uvloop on: the one that is compared with, unless only the system's has it. */
export async function findUvloop(python: string): Promise<string> {
  if ((await uvloopVersion(python)) !== null) return python;
  return (await uvloopVersion(SYSTEM_PYTHON)) === null ? python : SYSTEM_PYTHON;
}

/** The interpreters that contestants in Python run on. */
export interface Interpreters {
  readonly python: string;
  readonly uvloop: string;
}

/** Runs a contestant once: what one operation takes, in its least disturbed sample. */
export async function measure(contestant: Contestant, { python, uvloop }: Interpreters): Promise<number> {
  const args = contestant.args ?? [];
  const program = `${bundleFolder(contestant.withoutAgent !== true)}/${contestant.program}.mjs`;
  const script = ["-B", `${cases}${contestant.program}.py`, ...args];
  const runs = {
    typescript: () => output(process.execPath, [...(contestant.nodeArgs ?? []), program, ...args]),
    python: () => output(python, script),
    uvloop: () => output(uvloop, [...script, "uvloop"]),
  };
  const { perOperation } = JSON.parse(await runs[contestant.language]()) as Samples;
  if (perOperation.length === 0) throw new Error(`${contestant.program} measured nothing`);
  return Math.min(...perOperation);
}
