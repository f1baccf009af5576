/**
 * Brings the bridge into a program that was reached over its `--inspect` websocket, which is only the door: over it a
 * command takes 44 ms (Nagle's algorithm with delayed acknowledgements), and Node, up to 24 at least, crashes at times
 * when it writes to a debugger that was killed (nodejs/node#34833).
 */
import type { Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { CdpConnection } from "../cdp/connection.js";
import { asInternal } from "../sources/debugger-scripts.js";
import { INSTALLED_FOLDER } from "../sources/installation.js";
import { listenForOwner } from "./owner-socket.js";

/** Time for the program to start a thread that connects, milliseconds: generous, for a machine under load. */
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 5_000;

/** An expression that calls a function of `attached.cjs` in the program. It needs the command line's API. */
export function callAttached(name: string, ...args: readonly string[]): string {
  const module = JSON.stringify(path.join(INSTALLED_FOLDER, "attached.cjs"));
  return `(process.getBuiltinModule?.("node:module") ?? require("node:module"))
      .createRequire(${module})(${module})
      .${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
}

/**
 * The program's connection to us; undefined when it cannot make one: it runs in another container or as another user,
 * may not start threads, or does not answer. The websocket serves then.
 */
export async function bringBridge(websocket: CdpConnection): Promise<Socket | undefined> {
  const listener = await listenForOwner();
  const over = new AbortController();
  try {
    const { result } = await websocket.send(
      "Runtime.evaluate",
      {
        expression: asInternal(callAttached("bridgeTo", listener.address)),
        includeCommandLineAPI: true,
        returnByValue: true,
        silent: true,
        disableBreaks: true,
      },
      ANSWER_TIMEOUT_MS,
    );
    if (result.value !== true) return undefined;
    return await Promise.race([
      listener.connected,
      delay(CONNECT_TIMEOUT_MS, undefined, { signal: over.signal }),
      websocket.closed.then(() => undefined),
    ]);
  } catch {
    return undefined;
  } finally {
    over.abort();
    listener.dispose();
  }
}
