/** Where the conformance cases are, and what belongs to each. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The folder of the cases: `<group>/<case>.py` and `<group>/<case>.ts`. */
export const CASES = join(HERE, "cases");

/** The folder of the recorded traces: `<group>/<case>.txt`. */
export const EXPECTED = join(HERE, "expected");

/** Which CPython the traces were recorded from: its version and nothing else. */
export const VERSION_FILE = join(EXPECTED, "VERSION");

/** The CPython that traces are recorded from: major and minor version. */
export const PYTHON_VERSION = "3.13";

/** The groups of cases that need 3.14, and are recorded from that: from Pyodide, CPython as WebAssembly. */
export const NEWER_GROUPS: readonly string[] = ["graph"];

/** As {@link VERSION_FILE}, of the {@link NEWER_GROUPS}. */
export const NEWER_VERSION_FILE = join(EXPECTED, "VERSION-NEWER");

/** The CPython that the {@link NEWER_GROUPS} are recorded from: major and minor version. */
export const NEWER_PYTHON_VERSION = "3.14";

/** Whether the case is one of {@link NEWER_GROUPS}. */
export function needsNewerPython(name: string): boolean {
  return NEWER_GROUPS.includes(name.split("/")[0] as string);
}

/** The names, `<group>/<case>`, of the files below `folder` with the given ending; none if there is no such folder. */
export function namesIn(folder: string, ending: ".py" | ".ts" | ".txt"): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => path.slice(0, -ending.length).split(sep).join("/"))
    .sort();
}

/** The lines that CPython printed for the case, or null when they were not recorded. */
export function expectedTrace(name: string): string[] | null {
  const file = join(EXPECTED, `${name}.txt`);
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : null;
}

/** For each case that is known to differ from CPython, why. */
export function knownDifferences(): Record<string, string> {
  return JSON.parse(readFileSync(join(HERE, "known-differences.json"), "utf8")) as Record<string, string>;
}

/** A path as one would type it in a shell, for messages. */
export function shown(path: string): string {
  return relative(process.cwd(), path);
}
