/** Where in the user's program something was created: captured for a few microseconds, resolved when it is sent. */
import type { RuntimeRange, Site } from "../../protocol/index.js";
import { BEGINNING, callSites, type ScriptPlace } from "../own_script.js";
import { StackBuilder } from "./site_pool.js";

/** How many frames a creation stack captures, the runtime's own among them. */
const CAPTURED_FRAMES = 8;

/** A stack that V8 has captured but not yet formatted. It keeps functions alive: resolve it soon. */
export interface CapturedSite {
  stack?: unknown;
}

/** Captures the stack of whoever has called `called`, a function or class that is running. */
export function captureSite(called: object): CapturedSite {
  const captured: CapturedSite = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = CAPTURED_FRAMES;
  Error.captureStackTrace(captured, called as () => void);
  Error.stackTraceLimit = limit;
  return captured;
}

/** The user's frames of a captured stack, innermost first, without the runtime's and Node's own. */
export function resolveSite(captured: CapturedSite): readonly Site[] {
  const stack = new StackBuilder();
  for (const call of callSites(captured)) {
    const path = call.getFileName() ?? (call.getScriptNameOrSourceURL() as string | null);
    if (!path || path.startsWith("node:") || path.startsWith(RUNTIME_FOLDER)) continue;
    const line = call.getLineNumber();
    const column = call.getColumnNumber();
    if (line === null || column === null) continue;
    stack.add(path, line, column, call.getFunctionName());
  }
  return stack.build();
}

/** This very script, as V8 names it: a file path, or a URL. */
const OWN_SCRIPT: string = (() => {
  const captured: CapturedSite = {};
  Error.captureStackTrace(captured);
  return callSites(captured)[0]?.getFileName() ?? "";
})();

/** In a bundle of the user's, whose other frames are the user's. */
const NO_FOLDER = "\0";

/**
 * Frames of files below it are the runtime's: `dist/runtime/`, or `src/runtime/` when it is not bundled. A debugger knows
 * by the source map what of a bundle of the user's is the runtime's, or by `rangeOfRuntime`.
 */
const RUNTIME_FOLDER: string = !/[/\\](?:dist|src)[/\\]runtime[/\\]/.test(OWN_SCRIPT)
  ? NO_FOLDER
  : OWN_SCRIPT.replace(/[^/\\]*$/, "").replace(/[/\\]agent[/\\]$/, "/");

/** Script of the runtime, for a debugger to step over: the bundle, or the folder when it is not bundled. */
export const RUNTIME_SCRIPT: string =
  RUNTIME_FOLDER !== NO_FOLDER && /[/\\]agent[/\\][^/\\]*$/.test(OWN_SCRIPT) ? RUNTIME_FOLDER : OWN_SCRIPT;

/** The runtime's part of the script that it is in, when that is a bundle of the user's. @param end where it ends */
export function rangeOfRuntime(end: ScriptPlace | undefined): RuntimeRange | undefined {
  if (RUNTIME_FOLDER !== NO_FOLDER || BEGINNING?.script !== OWN_SCRIPT || end?.script !== OWN_SCRIPT)
    return undefined;
  const place = ({ line, column }: ScriptPlace) => ({ line, column });
  return { script: OWN_SCRIPT, start: place(BEGINNING), end: place(end) };
}

/** The innermost place in the text of a stack, whose frames read `at name (path:line:column)`, innermost last. */
export function siteOfText(stack: string | undefined): Site | undefined {
  const last = stack?.trimEnd().split("\n").at(-1);
  const found = /(?:at (?:(.*?) \()?)?([^\s()]+):(\d+):(\d+)\)?$/.exec(last?.trim() ?? "");
  if (!found) return undefined;
  const [, name, path, line, column] = found;
  const site = { path: path ?? "", line: Number(line), column: Number(column) };
  return name ? { ...site, name } : site;
}

/** The innermost place of the user's program that an error came from. */
export function siteOfError(error: unknown): Site | undefined {
  if (!(error instanceof Error) || typeof error.stack !== "string") return undefined;
  const own = (line: string) => line.includes("(node:") || line.includes(RUNTIME_FOLDER);
  return siteOfText(error.stack.split("\n").find((line) => /^\s*at .*:\d+:\d+\)?$/.test(line) && !own(line)));
}
