/**
 * Holding the program where it loads a CommonJS module that has a source map, until its breakpoints are set.
 *
 * V8's instrumentation breakpoint does this for ES modules, but not for what `require` compiles (`compileFunction`): the
 * module would run past its breakpoints before the adapter has read the map. So `Module.prototype._compile` is wrapped,
 * and stops in a script of its own.
 */
import { pathToFileURL } from "node:url";
import type { CdpConnection } from "../cdp/connection.js";
import type { CallFrame } from "../cdp/types.js";
import { HOLD_URL } from "../sources/debugger-scripts.js";
import { loadSourceMap } from "../sources/sourcemaps.js";
import type { MappedScript } from "./breakpoints.js";

const ANSWER_TIMEOUT_MS = 5_000;

const INSTALL = `(() => {
  const key = Symbol.for("loopscope.sourceMapHold");
  const all = Symbol.for("loopscope.moduleHold");
  const { Module } = globalThis.process.getBuiltinModule?.("module") ?? require("module");
  if (Module[key]) return;
  const original = Module.prototype._compile;
  Module[key] = original;
  Module.prototype._compile = function (content, filename, ...rest) {
    const wanted = Module[all] || (typeof content === "string" && content.includes("//# sourceMappingURL="));
    if (Module[key] && wanted) {
      (function hold(content, filename) { debugger; })(content, filename);
    }
    return Reflect.apply(original, this, [content, filename, ...rest]);
  };
})()
//# sourceURL=${HOLD_URL}`;

const REMOVE = `(() => {
  const key = Symbol.for("loopscope.sourceMapHold");
  const { Module } = globalThis.process.getBuiltinModule?.("module") ?? require("module");
  Module[key] = null;
})()`;

async function run(connection: CdpConnection, expression: string): Promise<void> {
  await connection.send(
    "Runtime.evaluate",
    { expression, includeCommandLineAPI: true, silent: true, disableBreaks: true },
    ANSWER_TIMEOUT_MS,
  );
}

/** Starts holding modules. Installing twice is safe. */
export const installSourceMapHold = (connection: CdpConnection): Promise<void> => run(connection, INSTALL);

/** Lets modules load as they would without a debugger. */
export const removeSourceMapHold = (connection: CdpConnection): Promise<void> => run(connection, REMOVE);

/** Holds every module that `require` loads, also one without a source map; or no longer. */
export const holdAllModules = (connection: CdpConnection, all: boolean): Promise<void> =>
  run(
    connection,
    `(() => {
      const { Module } = globalThis.process.getBuiltinModule?.("module") ?? require("module");
      Module[Symbol.for("loopscope.moduleHold")] = ${all};
    })()`,
  );

/** The source of the module that is held at this frame. */
export async function heldSource(connection: CdpConnection, { callFrameId }: CallFrame): Promise<string> {
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId,
    expression: "String(content)",
    silent: true,
  });
  return String(result.value);
}

/** The module that is held at this frame, of the script `HOLD_URL`. */
export async function heldModule(
  connection: CdpConnection,
  frame: CallFrame,
): Promise<MappedScript | undefined> {
  // The last one counts; only its address travels, not the whole module.
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId: frame.callFrameId,
    expression: `[filename, String(content).split("//# sourceMappingURL=").slice(1).at(-1)?.split(/\\s/, 1)[0] ?? ""]`,
    returnByValue: true,
    silent: true,
  });
  const [filename, sourceMapUrl] = Array.isArray(result.value) ? (result.value as unknown[]) : [];
  if (typeof filename !== "string" || typeof sourceMapUrl !== "string") return undefined;
  const url = pathToFileURL(filename).href;
  const map = sourceMapUrl === "" ? undefined : loadSourceMap(url, sourceMapUrl);
  return { url, path: filename, map };
}
