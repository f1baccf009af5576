/** The Python interpreters of the machine that runs the tests. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Debian's debugpy, for an interpreter that has none of its own. */
const DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages";

/** Every CPython from 3.9 on that is installed here, the system's first. */
export function interpreters(): readonly string[] {
  const versions = path.join(process.env.PYENV_ROOT ?? path.join(homedir(), ".pyenv"), "versions");
  const own = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => /^3\.(?:9|1\d)\./.test(name))
        .map((name) => path.join(versions, name, "bin", "python3"))
    : [];
  const found = ["/usr/bin/python3", ...own].filter((file) => existsSync(file) && isSupported(file));
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

/** What makes debugpy of the system quiet. */
export const debugpyEnvironment: Readonly<Record<string, string>> = { PYDEVD_DISABLE_FILE_VALIDATION: "1" };

/** Where another interpreter finds the system's debugpy. */
export const debugpyPath = DEBIAN_PACKAGES;
