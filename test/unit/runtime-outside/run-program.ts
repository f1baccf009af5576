/** Runs a program of its own, for what would disturb the process of the tests: signals, exits, threads that hang. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const RUNTIME = new URL("../../../src/runtime/index.ts", import.meta.url).href;
// Not `import.meta.resolve`: mocha tries `require` first, where that is missing, and would load the runtime twice.
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface ProgramRun {
  /** The lines of its standard output. */
  readonly output: readonly string[];
  readonly errors: string;
  /** Its exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs the text of a module, in which `asyncio` is the runtime; by default the sources, else the module that `runtime`
 * is the URL of.
 */
export async function runProgram(
  text: string,
  options: { readonly runtime?: string; readonly flags?: readonly string[] } = {},
): Promise<ProgramRun> {
  const folder = mkdtempSync(join(tmpdir(), "outside-"));
  try {
    const file = join(folder, "program.mjs");
    const runtime = JSON.stringify(options.runtime ?? RUNTIME);
    writeFileSync(file, `import * as asyncio from ${runtime};\n${text}`);
    const flags = options.runtime === undefined ? ["--import", TSX] : [];
    const child = spawn(process.execPath, [...flags, ...(options.flags ?? []), file], { cwd: ROOT });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { output: output === "" ? [] : output.trimEnd().split("\n"), errors, code, signal };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
