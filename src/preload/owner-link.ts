/** Starts the bridge worker, and holds the main thread until the program's debugger says go. */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AGENT_SYMBOL, type AgentRegistry, HEARTBEAT, PROTOCOL_VERSION } from "../protocol/index.js";
import { type BridgeData, DRAIN, LINK, LINK_STATE } from "./bridge-data.js";
import { sessionFolder, withdrawSession } from "./session-folder.js";

/** Time for the worker to start and connect, milliseconds: generous, for a machine under load. */
const CONNECT_TIMEOUT_MS = 20_000;

/** How long an exit waits until the last messages are sent, milliseconds. */
const DRAIN_TIMEOUT_MS = 500;

/** The registry that the runtime will find when it is loaded. Until then there is no agent to command. */
function prepareRegistry(heartbeat: Float64Array): AgentRegistry {
  const registry: AgentRegistry = {
    version: PROTOCOL_VERSION,
    command: () => JSON.stringify({ ok: false, error: "the program has not loaded loopscope" }),
    coroutines: () => [],
  };
  const slots = globalThis as unknown as Record<symbol, AgentRegistry | undefined>;
  slots[Symbol.for(AGENT_SYMBOL)] ??= registry;
  const shared = slots[Symbol.for(AGENT_SYMBOL)] ?? registry;
  shared.wakeOnLoad = true;
  shared.readsColumns = true;
  shared.heartbeat = heartbeat;
  return shared;
}

function sharedBytes(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count);
}

/** Connects to the owner and returns when it has said `Loopscope.start`. Ends the process when it cannot be reached. */
export function holdForOwner(owner: string): void {
  const data = startBridge("owned", owner);
  if (awaitStart(data)) return;
  writeSync(2, `loopscope: the debugger that started this program cannot be reached at ${owner}\n`);
  process.exit(1);
}

/**
 * As a child process of a launched program: asks the adapter of that one for a debugger, and returns when there is one
 * that has said `Loopscope.start`, or when none comes.
 */
export function holdForParent(address: string): void {
  awaitStart(startBridge("child", address));
}

function startBridge(role: BridgeData["role"], address: string): BridgeData {
  const data: BridgeData = {
    role,
    address,
    folder: sessionFolder(),
    pid: process.pid,
    program: process.argv[1] ?? "",
    heartbeat: new Float64Array(sharedBytes(HEARTBEAT.length * Float64Array.BYTES_PER_ELEMENT)),
    link: new Int32Array(sharedBytes(LINK.length * Int32Array.BYTES_PER_ELEMENT)),
  };
  const registry = prepareRegistry(data.heartbeat);
  const worker = new Worker(join(__dirname, "bridge-worker.cjs"), {
    workerData: data,
    execArgv: [],
    env: {},
    name: "loopscope bridge",
  });
  worker.unref();
  // A failing bridge must not become an uncaught error of the program.
  worker.on("error", (error) => writeSync(2, `loopscope: the debugger's bridge failed: ${error.message}\n`));

  process.on("exit", () => {
    withdrawSession(data.folder, data.pid);
    registry.flush?.();
    worker.postMessage(DRAIN);
    Atomics.wait(data.link, LINK.drained, 0, DRAIN_TIMEOUT_MS);
  });
  return data;
}

/** @returns whether the program may run; otherwise there was nobody to connect to. */
function awaitStart({ link, role }: BridgeData): boolean {
  Atomics.wait(link, LINK.state, LINK_STATE.connecting, CONNECT_TIMEOUT_MS);
  // From here on the other side's going ends the program, or lets it run, so this wait needs no bound.
  Atomics.wait(link, LINK.state, LINK_STATE.connected);
  return role === "child" || Atomics.load(link, LINK.state) === LINK_STATE.started;
}
