/** The Python interpreters of the machine that runs the tests. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { newerPython } from "./newer-python.js";

/** Debian's debugpy, for an interpreter that has none of its own. */
const DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages";

/** Every CPython from 3.9 on that is here, the system's first. */
export function interpreters(): readonly string[] {
  const versions = path.join(process.env.PYENV_ROOT ?? path.join(homedir(), ".pyenv"), "versions");
  const own = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => /^3\.(?:9|1\d)\./.test(name))
        .map((name) => path.join(versions, name, "bin", "python3"))
    : [];
  const newer = newerPython();
  const all = ["/usr/bin/python3", ...own, ...(newer === undefined ? [] : [newer])];
  const found = all.filter((file) => existsSync(file) && isSupported(file));
  if (found.length === 0) throw new Error("no CPython from 3.9 on is installed: apt-get install python3");
  return found;
}

function isSupported(file: string): boolean {
  const code = "import sys; raise SystemExit(sys.version_info < (3, 9))";
  return spawnSync(file, ["-c", code]).status === 0;
}

function findPythonWithDebugpy(): string {
  for (const file of ["/usr/bin/python3", "python3"]) {
    if (spawnSync(file, ["-c", "import debugpy.adapter"]).status === 0) return file;
  }
  throw new Error("no interpreter has debugpy: apt-get install python3-debugpy");
}

/** An interpreter that has debugpy. */
export const PYTHON_WITH_DEBUGPY = findPythonWithDebugpy();

/** An interpreter with a debugpy, as a launch names them. */
export interface Debuggable {
  readonly name: string;
  readonly launch: {
    readonly python: string;
    readonly debugpyPath?: string;
    readonly env: Readonly<Record<string, string>>;
  };
}

/**
 * The pairs of interpreter and debugpy to test on: the system's own, and the one that debugs by `sys.monitoring`, which
 * there must both be; with each folder that `LOOPSCOPE_TEST_DEBUGPY` lists, every other CPython that is here and finds a
 * debugpy in it, too.
 */
export function debuggables(): readonly Debuggable[] {
  const listed = (process.env.LOOPSCOPE_TEST_DEBUGPY ?? "")
    .split(path.delimiter)
    .filter((name) => name !== "");
  const found: Debuggable[] = [
    {
      name: describeDebugpy(PYTHON_WITH_DEBUGPY, undefined)!,
      launch: { python: PYTHON_WITH_DEBUGPY, env: debugpyEnvironment },
    },
    monitored(),
  ];
  for (const folder of listed) {
    for (const python of interpreters()) {
      const name = describeDebugpy(python, folder);
      if (name === undefined || found.some((other) => other.name === name)) continue;
      // Debian's is not whole in one folder: the program has to find its parts, too.
      const env =
        folder === DEBIAN_PACKAGES ? { ...debugpyEnvironment, PYTHONPATH: folder } : debugpyEnvironment;
      found.push({ name, launch: { python, debugpyPath: folder, env } });
    }
  }
  return found;
}

/** @throws Error when it is not there. */
export function requiredNewerPython(): string {
  const found = newerPython();
  if (found === undefined) throw new Error("CPython 3.14 is not here: npx tsx test/support/newer-python.ts");
  return found;
}

/** CPython 3.14, and the debugpy that lies beside it. */
function monitored(): Debuggable {
  const python = requiredNewerPython();
  return { name: describeDebugpy(python, undefined)!, launch: { python, env: debugpyEnvironment } };
}

/** Versions of an interpreter and of the debugpy that it finds; undefined when it finds none. */
function describeDebugpy(python: string, folder: string | undefined): string | undefined {
  const code =
    "import platform, debugpy, debugpy.adapter; print('CPython', platform.python_version(), 'with debugpy', debugpy.__version__)";
  const env = {
    ...process.env,
    ...debugpyEnvironment,
    ...(folder === undefined ? {} : { PYTHONPATH: folder }),
  };
  const { status, stdout } = spawnSync(python, ["-c", code], { encoding: "utf8", env });
  return status === 0 ? stdout.trim() : undefined;
}

/** What makes debugpy of the system quiet. */
export const debugpyEnvironment: Readonly<Record<string, string>> = { PYDEVD_DISABLE_FILE_VALIDATION: "1" };

/** Where another interpreter finds the system's debugpy. */
export const debugpyPath = DEBIAN_PACKAGES;
