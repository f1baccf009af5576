/**
 * The agent: what a debugger sees of an asyncio program, and does to it. See `docs/protocol.md`.
 *
 * It is asleep, and costs a null check at each hook, until the preload, debug mode or a command wakes it.
 */
import { AGENT_SYMBOL, PROTOCOL_VERSION } from "../../protocol/index.js";
import { isDebugMode } from "../debug.js";
import { logger } from "../log.js";
import { commandHandler, hello } from "./commands.js";
import { DeferredActions } from "./deferred_actions.js";
import { Outbox } from "./outbox.js";
import { RuntimeAgent } from "./runtime_agent.js";
import type { AgentSource, SharedRegistry } from "./source.js";

/** The registry, which the preload or another copy of the runtime may have made. */
function findRegistry(): SharedRegistry {
  const slots = globalThis as unknown as Record<symbol, SharedRegistry | undefined>;
  const symbol = Symbol.for(AGENT_SYMBOL);
  const found = slots[symbol];
  if (found !== undefined) return found;
  const made: SharedRegistry = {
    version: PROTOCOL_VERSION,
    command: () => "",
    coroutines: () => [],
  };
  Object.defineProperty(globalThis, symbol, { value: made, configurable: true, writable: true });
  return made;
}

/** Makes this copy of the runtime the one that answers, for all copies that will join. */
function serve(registry: SharedRegistry, actions: DeferredActions): void {
  const sources: AgentSource[] = [];
  let awake = false;
  let broken = false;
  const failed = (error: unknown): void => {
    if (!broken) logger.current.error("Exception in the debugger's agent", error);
    broken = true;
  };
  const outbox = new Outbox(sources, failed);
  const wake = (): void => {
    for (const source of sources) source.wake();
    if (awake) return;
    awake = true;
    outbox.send(hello(sources));
    process.once("exit", () => registry.flush?.());
  };
  registry.sources = sources;
  const command = commandHandler(sources, outbox, wake);
  let commanding = false;
  let deferred = false;
  registry.command = (callJson) => {
    commanding = true;
    try {
      return command(callJson);
    } finally {
      commanding = false;
    }
  };
  registry.coroutines = (taskId) => {
    for (const source of sources) if (source.hasTask(taskId)) return source.coroutines(taskId);
    return [];
  };
  registry.changed = () => {
    if (!awake || broken) return;
    // A command may have interrupted Node's timers: no new one must be set now.
    if (!commanding) {
      outbox.schedule();
    } else if (!deferred) {
      deferred = true;
      actions.soon(() => {
        deferred = false;
        outbox.schedule();
      });
    }
  };
  registry.flush = () => {
    try {
      if (awake && !broken) outbox.flush();
    } catch (error) {
      failed(error);
    }
  };
  registry.join = (source) => {
    sources.push(source);
    // A copy that is loaded later is awake if the others are, and is made known.
    if (awake || registry.wakeOnLoad === true || isDebugMode()) {
      if (awake) outbox.send(hello(sources));
      wake();
    }
  };
}

/**
 * Registers this copy of the runtime with the debugger's registry; called once, when the runtime is loaded. A copy of
 * another protocol version stays out: its tasks are not seen.
 */
export function installAgent(): void {
  const registry = findRegistry();
  if (registry.version !== PROTOCOL_VERSION) return;
  const actions = new DeferredActions();
  if (registry.sources === undefined) serve(registry, actions);
  registry.join?.(new RuntimeAgent(registry, actions));
}
