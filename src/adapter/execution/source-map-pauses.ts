/** Pauses for setting breakpoints in a script with a source map, before it runs its first line. */
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import type { FunctionBreakpoints } from "../breakpoints/function-breakpoints.js";
import { heldModule, heldSource } from "../breakpoints/source-map-hold.js";
import type { CdpConnection } from "../cdp/connection.js";
import type { PausedParams } from "../cdp/types.js";
import type { CodeOwnership } from "../sources/code-ownership.js";
import { HOLD_URL } from "../sources/debugger-scripts.js";
import type { ScriptSources } from "../sources/script-sources.js";
import type { Scripts } from "../sources/scripts.js";
import type { PauseReason } from "./pause-reasons.js";

interface Parts {
  readonly connection: CdpConnection;
  readonly scripts: Scripts;
  readonly ownership: CodeOwnership;
  readonly breakpoints: Breakpoints;
  readonly functionBreakpoints: FunctionBreakpoints;
  readonly sources: ScriptSources;
  /** Another debugger has the program too: it holds what `require` loads. */
  readonly shared: boolean;
}

/**
 * Sets the breakpoints, if the pause was for that.
 * @returns for what the program was held, when there is no other reason to stop: a script of V8's own instrumentation,
 * or a module that `require` loads.
 */
export async function heldForSourceMap(
  { breakpoints, connection, functionBreakpoints, ownership, scripts, shared, sources }: Parts,
  params: PausedParams,
  reasons: readonly PauseReason[],
): Promise<"script" | "module" | undefined> {
  const top = params.callFrames[0];
  for (const { data } of reasons.filter(({ reason }) => reason === "instrumentation")) {
    const script = scripts.get(String(data.scriptId));
    if (script === undefined) continue;
    await breakpoints.scriptWithMap(script);
    await functionBreakpoints.scriptLoaded(script.url, async () => (await sources.get(script.id)).text);
  }
  if (reasons.every(({ reason }) => reason === "instrumentation")) return "script";
  if (shared || top === undefined || ownership.urlOf(top) !== HOLD_URL) return undefined;
  const held = await heldModule(connection, top);
  if (held === undefined) return undefined;
  await breakpoints.scriptWithMap(held);
  await functionBreakpoints.scriptLoaded(held.url, () => heldSource(connection, top));
  return "module";
}
