/**
 * What tells a program that goes on without us that we are gone, however we went: a connection from it to us. When that
 * ends it takes back what we have asked for, so that nothing stays frozen for a debugger that was killed.
 */

import type { CdpConnection } from "../cdp/connection.js";
import type { Disposable } from "../dap/disposable.js";
import { disposable } from "../dap/disposable.js";
import { asInternal } from "../sources/debugger-scripts.js";
import { listenPrivately } from "../target/owner-socket.js";
import type { AgentLink } from "./agent-link.js";
import { REGISTRY } from "./agent-link.js";

/** The program connects when its own event loop gets to it. */
const connecting = (address: string, undo: string): string => `((net) => {
  const socket = net.connect(${JSON.stringify(address)});
  socket.unref();
  socket.on("error", () => {});
  socket.on("connect", () => socket.on("close", () => ${undo}));
  socket.resume();
})(process.getBuiltinModule?.("node:net") ?? require("node:net"))`;

/** What the agent is to do when `client` is gone. */
export function leaving({ client }: AgentLink): string {
  const call = JSON.stringify({ method: "leave", params: { client } });
  return `${REGISTRY}?.command?.(${JSON.stringify(call)})`;
}

/**
 * Has the program connect. A program that cannot goes without. Disposing it ends the connection.
 * @param undo an expression that the program evaluates then
 */
export async function openLifeline(connection: CdpConnection, undo: string): Promise<Disposable> {
  const ends = new Set<() => void>();
  const listener = await listenPrivately("lifeline", (socket) => {
    listener.dispose();
    socket.on("error", () => {});
    socket.resume();
    ends.add(() => socket.destroy());
  });
  await connection
    .send("Runtime.evaluate", {
      expression: asInternal(connecting(listener.address, undo)),
      includeCommandLineAPI: true,
      silent: true,
      disableBreaks: true,
    })
    .catch(() => {});
  return disposable(() => {
    listener.dispose();
    for (const end of ends) end();
  });
}
