/**
 * Holding the program where it loads a CommonJS module that has a source map, until its breakpoints are set.
 *
 * V8's instrumentation breakpoint does this for ES modules, but not for what `require` compiles (`compileFunction`): the
 * module would run past its breakpoints before the adapter has read the map. So `Module.prototype._compile` is wrapped,
 * and stops in a script of its own.
 */
import { pathToFileURL } from "node:url";
import type { MappedScript } from "./breakpoints.js";
import type { CdpConnection } from "./cdp/connection.js";
import type { CallFrame } from "./cdp/types.js";
import { HOLD_URL } from "./debugger-scripts.js";
import { loadSourceMap } from "./sourcemaps.js";

const ANSWER_TIMEOUT_MS = 5_000;

const INSTALL = `(() => {
  const key = Symbol.for("loopscope.sourceMapHold");
  const { Module } = globalThis.process.getBuiltinModule?.("module") ?? require("module");
  if (Module[key]) return;
  const original = Module.prototype._compile;
  Module[key] = original;
  Module.prototype._compile = function (content, filename, ...rest) {
    if (Module[key] && typeof content === "string" && content.includes("//# sourceMappingURL=")) {
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

/** The module that is held at this frame, of the script `HOLD_URL`. */
export async function heldModule(
  connection: CdpConnection,
  frame: CallFrame,
): Promise<MappedScript | undefined> {
  // The last one counts; only its address travels, not the whole module.
  const { result } = await connection.send("Debugger.evaluateOnCallFrame", {
    callFrameId: frame.callFrameId,
    expression: `[filename, content.slice(content.lastIndexOf("//# sourceMappingURL=") + 21).split(/\\s/, 1)[0]]`,
    returnByValue: true,
    silent: true,
  });
  const [filename, sourceMapUrl] = Array.isArray(result.value) ? (result.value as unknown[]) : [];
  if (typeof filename !== "string" || typeof sourceMapUrl !== "string") return undefined;
  const url = pathToFileURL(filename).href;
  return { url, path: filename, map: loadSourceMap(url, sourceMapUrl) };
}
