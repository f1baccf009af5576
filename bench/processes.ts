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

/** Runs a contestant once: the time of one operation in nanoseconds, in its least disturbed sample. */
export async function measure(contestant: Contestant, python: string): Promise<number> {
  const args = contestant.args ?? [];
  const text =
    contestant.language === "python"
      ? await output(python, ["-B", `${cases}${contestant.program}.py`, ...args])
      : await output(process.execPath, [
          `${bundleFolder(contestant.withoutAgent !== true)}/${contestant.program}.mjs`,
          ...args,
        ]);
  const { nsPerOperation } = JSON.parse(text) as Samples;
  if (nsPerOperation.length === 0) throw new Error(`${contestant.program} measured nothing`);
  return Math.min(...nsPerOperation);
}
