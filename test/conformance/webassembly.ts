/** Traces of CPython 3.14, as WebAssembly (Pyodide): for cases of what 3.13 does not have yet. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** What a run of a case gives. */
export interface Run {
  readonly trace: string;
  /** Of the interpreter, such as `3.14.2`. */
  readonly version: string;
}

/**
 * Runs the Python half of a case in an interpreter of its own.
 * @throws what the case raises, or an error with what it writes to the error output.
 */
export async function runOnWebAssembly(file: string): Promise<Run> {
  const python = await loadPyodide();
  const copies = {
    "harness.py": join(HERE, "harness.py"),
    "webassembly.py": join(HERE, "webassembly.py"),
    "case.py": file,
  };
  python.FS.mkdirTree("/conformance");
  for (const [name, from] of Object.entries(copies)) {
    python.FS.writeFile(`/conformance/${name}`, readFileSync(from, "utf8"));
  }
  const run = (code: string): string => {
    try {
      return String(python.runPython(code));
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  };
  return {
    version: run("import platform; platform.python_version()"),
    trace: run(
      `import sys; sys.path.insert(0, "/conformance"); from webassembly import trace; trace("/conformance/case.py")`,
    ),
  };
}
