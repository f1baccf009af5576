/**
 * Worker threads: each that runs code of the user's gets a debug session of its own, which the client is asked to
 * start. It attaches to the program by itself, so that a worker has its own loops, tasks and stops, and its tasks' ids
 * are its own. A worker is held at its first line until that session lets it go.
 */
import path from "node:path";
import type { CdpConnection } from "../cdp/connection.js";
import type { AttachedToWorker } from "../cdp/types.js";
import { threadIdOf } from "../cdp/worker-transport.js";
import type { Client } from "../dap/client.js";
import { type Disposable, disposable } from "../dap/disposable.js";

/** A session that has not come by then will not come: the worker runs without, milliseconds. */
const PATIENCE_MS = 20_000;

/** By their titles: the threads of executors, which run functions and no program. */
const MACHINERY = /\] asyncio_\d+$|\] ThreadPoolExecutor/;

export interface WorkersOptions {
  /** How a session reaches the program: `processId`, or `port` and `address`. */
  readonly reach: Readonly<Record<string, unknown>>;
  /** Passed on: source maps, files to skip. */
  readonly inherited: Readonly<Record<string, unknown>>;
}

/** Watches for workers. Disposing it leaves those that are there alone. */
export async function watchWorkers(
  connection: CdpConnection,
  client: Client,
  { reach, inherited }: WorkersOptions,
): Promise<Disposable> {
  const timers = new Set<NodeJS.Timeout>();
  const run = (sessionId: string): void => {
    const message = JSON.stringify({ id: 1, method: "Runtime.runIfWaitingForDebugger" });
    connection.send("NodeWorker.sendMessageToWorker", { sessionId, message }).catch(() => {});
  };
  const attached = (worker: AttachedToWorker): void => {
    const { sessionId, workerInfo, waitingForDebugger } = worker;
    const { title, url } = workerInfo;
    const workerId = threadIdOf(worker);
    // Node loads modules through workers of its own.
    if (
      workerId === undefined ||
      url.startsWith("node:") ||
      url.endsWith("/bridge-worker.cjs") ||
      MACHINERY.test(title)
    ) {
      run(sessionId);
      return;
    }
    const name = `Worker ${workerId}: ${title.replace(/^\[worker \d+\] ?/, "") || path.basename(url)}`;
    const timer = setTimeout(() => {
      timers.delete(timer);
      run(sessionId);
    }, PATIENCE_MS);
    if (waitingForDebugger) timers.add(timer);
    else clearTimeout(timer);
    const configuration = {
      type: "asyncio",
      request: "attach",
      name,
      workerId,
      ...reach,
      ...inherited,
    };
    client.startDebugging({ request: "attach", configuration }).catch((failure: Error) => {
      client.send("output", {
        category: "console",
        output: `'${name}' runs without a debugger: ${failure.message}\n`,
      });
      run(sessionId);
    });
  };
  const listening = connection.on("NodeWorker.attachedToWorker", attached);
  await connection.send("NodeWorker.enable", { waitForDebuggerOnStart: true });
  return disposable(() => {
    listening.dispose();
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    if (!connection.isClosed) connection.send("NodeWorker.disable", {}).catch(() => {});
  });
}
