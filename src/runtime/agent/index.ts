/**
 * The agent: what a debugger sees of an asyncio program, and does to it. See `docs/protocol.md`.
 *
 * It is asleep, and costs a null check at each hook, until the preload, debug mode or a command wakes it.
 */
import { AGENT_SYMBOL, PROTOCOL_VERSION } from "../../protocol/index.js";
import type { ScriptPlace } from "../own_script.js";
import { DeferredActions } from "./deferred_actions.js";
import { serveRegistry } from "./registry.js";
import { RuntimeAgent } from "./runtime_agent.js";
import type { SharedRegistry } from "./source.js";

/** The registry, which the preload or another copy of the runtime may have made. */
function findRegistry(): SharedRegistry {
  const symbol = Symbol.for(AGENT_SYMBOL);
  const found = (globalThis as unknown as Record<symbol, SharedRegistry | undefined>)[symbol];
  if (found !== undefined) return found;
  const made: SharedRegistry = {
    version: PROTOCOL_VERSION,
    command: () => "",
    coroutines: () => [],
  };
  Object.defineProperty(globalThis, symbol, { value: made, configurable: true, writable: true });
  return made;
}

/**
 * Registers this copy of the runtime with the debugger's registry; called once, when the runtime is loaded. A copy of
 * another protocol version stays out: its tasks are not seen.
 * @param end where the runtime ends in the script that it is in
 */
export function installAgent(end: ScriptPlace | undefined): void {
  const registry = findRegistry();
  if (registry.version !== PROTOCOL_VERSION) return;
  const actions = new DeferredActions();
  if (registry.sources === undefined) serveRegistry(registry, actions);
  registry.join?.(new RuntimeAgent(registry, actions, end));
}
