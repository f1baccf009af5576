/**
 * Child processes: each Node process that a launched program starts, and that runs a script of the user's, gets a debug
 * session of its own, which the client is asked to start. It attaches to the process by itself. The process is held at
 * its first line until that session lets it go; it runs when there is none, and goes on when the debugger does not.
 */
import type { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { BRIDGE, type ChildParams } from "../../protocol/index.js";
import type { Client } from "../dap/client.js";
import { type Disposable, disposable } from "../dap/disposable.js";
import { listenPrivately, type PrivateSocket } from "../target/owner-socket.js";

/** A session that has not come by then will not come: the process runs without, milliseconds. */
const PATIENCE_MS = 20_000;

/** What a child says of itself; undefined when it is not understood. */
function childParams(line: string): ChildParams | undefined {
  try {
    const { method, params } = JSON.parse(line) as { method: unknown; params: ChildParams };
    const known = method === BRIDGE.child && Number.isSafeInteger(params.pid);
    return known && typeof params.program === "string" ? params : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Listens for child processes. Disposing it lets those run that are held, and leaves the others alone.
 * @param inherited attributes of their sessions
 * @throws Error when the system refuses.
 */
export async function listenForChildren(
  client: Client,
  inherited: Readonly<Record<string, unknown>>,
): Promise<PrivateSocket> {
  const waiting = new Set<Disposable>();
  const offered = ({ pid, program }: ChildParams, run: () => void): void => {
    const name = `Process ${pid}: ${path.basename(program)}`;
    const configuration = { type: "asyncio", request: "attach", name, processId: pid, ...inherited };
    client.startDebugging({ request: "attach", configuration }).catch((failure: Error) => {
      client.send("output", {
        category: "console",
        output: `'${name}' runs without a debugger: ${failure.message}\n`,
      });
      run();
    });
  };
  const listener = await listenPrivately("children", (socket: Socket) => {
    // The end of the connection lets the process run, if nothing else has.
    const held = disposable(() => {
      clearTimeout(timer);
      waiting.delete(held);
      socket.destroy();
    });
    const timer = setTimeout(() => held.dispose(), PATIENCE_MS);
    waiting.add(held);
    socket.on("error", () => held.dispose());
    socket.on("close", () => held.dispose());
    createInterface({ input: socket }).once("line", (line) => {
      const child = childParams(line);
      if (child === undefined) held.dispose();
      else offered(child, () => held.dispose());
    });
  });
  return {
    address: listener.address,
    dispose: () => {
      listener.dispose();
      for (const held of [...waiting]) held.dispose();
    },
  };
}
