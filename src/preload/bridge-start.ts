/** Starts the bridge worker in this process. */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AGENT_SYMBOL, type AgentRegistry, HEARTBEAT, PROTOCOL_VERSION } from "../protocol/index.js";
import { type BridgeData, type BridgeRole, DRAIN, LINK } from "./bridge-data.js";
import { sessionFolder, withdrawSession } from "./session-folder.js";

/** How long an exit waits until the last messages are sent, milliseconds. */
const DRAIN_TIMEOUT_MS = 500;

/** The registry of the runtime, or the one that it will find when it is loaded: there is no agent to command yet. */
function findRegistry(): AgentRegistry {
  const slots = globalThis as unknown as Record<symbol, AgentRegistry | undefined>;
  const key = Symbol.for(AGENT_SYMBOL);
  slots[key] ??= {
    version: PROTOCOL_VERSION,
    command: () => JSON.stringify({ ok: false, error: "the program has not loaded loopscope" }),
    coroutines: () => [],
  };
  return slots[key];
}

/** A worker that does not keep the program alive, and what it shares with the main thread. */
export interface Bridge {
  readonly worker: Worker;
  readonly data: BridgeData;
}

/** Starts the worker. @throws Error when the program may not start threads. */
export function startBridge(role: BridgeRole): Bridge {
  const registry = findRegistry();
  registry.heartbeat ??= new Float64Array(
    new SharedArrayBuffer(HEARTBEAT.length * Float64Array.BYTES_PER_ELEMENT),
  );
  // Who attaches says for himself that he wants the agent of a runtime that comes later.
  if (role.role !== "attached") {
    registry.wakeOnLoad = true;
    registry.readsColumns = true;
  }
  const data: BridgeData = {
    ...role,
    folder: sessionFolder(),
    pid: process.pid,
    program: process.argv[1] ?? "",
    heartbeat: registry.heartbeat,
    link: new Int32Array(new SharedArrayBuffer(LINK.length * Int32Array.BYTES_PER_ELEMENT)),
  };
  const worker = new Worker(join(__dirname, "bridge-worker.cjs"), {
    workerData: data,
    execArgv: [],
    env: {},
    name: "loopscope bridge",
  });
  worker.unref();
  // A failing bridge must not become an uncaught error of the program.
  worker.on("error", (error) => writeSync(2, `loopscope: the debugger's bridge failed: ${error.message}\n`));

  const drain = (): void => {
    if (role.role !== "attached") withdrawSession(data.folder, data.pid);
    registry.flush?.();
    worker.postMessage(DRAIN);
    Atomics.wait(data.link, LINK.drained, 0, DRAIN_TIMEOUT_MS);
  };
  process.on("exit", drain);
  worker.on("exit", () => process.off("exit", drain));
  return { worker, data };
}
