/** Holds the main thread until the program's debugger says go. */
import { writeSync } from "node:fs";
import { type BridgeData, LINK, LINK_STATE } from "./bridge-data.js";
import { startBridge } from "./bridge-start.js";

/** Time for the worker to start and connect, milliseconds: generous, for a machine under load. */
const CONNECT_TIMEOUT_MS = 20_000;

/** Connects to the owner and returns when it has said `Loopscope.start`. Ends the process when it cannot be reached. */
export function holdForOwner(owner: string): void {
  const { data } = startBridge({ role: "owned", address: owner });
  if (awaitStart(data)) return;
  writeSync(2, `loopscope: the debugger that started this program cannot be reached at ${owner}\n`);
  process.exit(1);
}

/**
 * As a child process of a launched program: asks the adapter of that one for a debugger, and returns when there is one
 * that has said `Loopscope.start`, or when none comes.
 */
export function holdForParent(address: string): void {
  awaitStart(startBridge({ role: "child", address }).data);
}

/** @returns whether the program may run; otherwise there was nobody to connect to. */
function awaitStart({ link, role }: BridgeData): boolean {
  Atomics.wait(link, LINK.state, LINK_STATE.connecting, CONNECT_TIMEOUT_MS);
  // From here on the other side's going ends the program, or lets it run, so this wait needs no bound.
  Atomics.wait(link, LINK.state, LINK_STATE.connected);
  return role === "child" || Atomics.load(link, LINK.state) === LINK_STATE.started;
}
