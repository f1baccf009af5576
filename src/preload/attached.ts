/**
 * Loaded by a debugger into a program that runs already: exports what brings the bridge into it, so that its `--inspect`
 * websocket can be left, and what has its child processes ask for debuggers.
 */
import { existsSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { startBridge } from "./bridge-start.js";

export { offerChildren } from "./children-offer.js";

/** Where the program keeps its bridge: by this build's own path, as a debugger that comes later may be of another. */
const BRIDGE = Symbol.for(`loopscope.bridge ${__filename}`);

// The program's modules are its own.
delete require.cache[__filename];

/**
 * Has a bridge connect to the debugger's private socket, and serve that connection. Afterwards it rests, and is there for
 * the next debugger: Node (20 at least) may abort when a thread ends just after it had an inspector session.
 * @returns false when the socket cannot be seen from here: the debugger is on another machine, in another container, or
 * of another user.
 * @throws Error when the program may not start threads.
 */
export function bridgeTo(address: string): boolean {
  if (process.platform !== "win32" && !existsSync(address)) return false;
  const slots = globalThis as unknown as Record<symbol, Worker | undefined>;
  if (slots[BRIDGE] === undefined) {
    const { worker } = startBridge({ role: "attached" });
    Object.defineProperty(slots, BRIDGE, { value: worker, configurable: true });
    worker.once("exit", () => delete slots[BRIDGE]);
  }
  slots[BRIDGE]?.postMessage({ address });
  return true;
}
