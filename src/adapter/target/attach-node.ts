/** Attaching to a running Node program: as a guest of one that Loopscope launched, or over its inspector. */
import { connect as connectSocket, type Socket } from "node:net";
import { constants } from "node:os";
import type { AttachArguments, SessionFile } from "../../protocol/index.js";
import { CdpConnection } from "../cdp/connection.js";
import { lineTransport } from "../cdp/line-transport.js";
import type { Transport } from "../cdp/transport.js";
import { openWebSocket } from "../cdp/websocket-transport.js";
import { workerTransport } from "../cdp/worker-transport.js";
import type { Client } from "../dap/client.js";
import { errors } from "../dap/errors.js";
import { bringBridge } from "./bridge-bringing.js";
import { type ExitWatch, watchExit } from "./exit-code.js";
import { findInspector, inspectorAt, inspectorOf } from "./inspector-port.js";
import { isAlive, signal } from "./process-end.js";
import { handlesSignal, nameOf } from "./process-facts.js";
import { readSessionFile } from "./session-file.js";
import type { Target, TargetEnd } from "./target.js";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/** Connects to a program that runs. @throws UserError when it cannot be reached. */
export async function attachNode(args: AttachArguments, client: Client): Promise<Target> {
  const { address = "127.0.0.1", port, workerId: worker } = args;
  if (!LOOPBACK.has(address)) throw errors.attachLoopback(address);
  if (port !== undefined) {
    const entered = await enter(port, await inspectorAt(port, address), client);
    return attached(entered, client, { name: `port ${port}`, reach: { port, address }, worker });
  }
  if (args.processId === undefined) throw errors.attachNothing();
  return attachToProcess(Number(args.processId), client, worker);
}

async function attachToProcess(pid: number, client: Client, worker: number | undefined): Promise<Target> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) throw errors.attachNoProcess(pid);
  const session = readSessionFile(pid);
  const socket = session === undefined ? undefined : await connectGuest(session);
  if (session !== undefined && socket !== undefined) {
    const connection = connect(lineTransport(socket), client);
    return attached({ connection, bridged: true }, client, {
      name: session.program,
      shared: session.child !== true,
      held: session.child === true,
      reach: { processId: pid },
      worker,
      pid,
    });
  }
  const before = await findInspector(pid);
  // The signal ends a process that does not handle it.
  if (before === undefined && handlesSignal(pid, constants.signals.SIGUSR1) === false)
    throw errors.attachNotNode(pid, nameOf(pid));
  if (before === undefined && !signal(pid, "SIGUSR1", false)) throw errors.attachNoProcess(pid);
  const { port, url } = before ?? (await inspectorOf(pid));
  const entered = await enter(port, url, client);
  const target = await attached(entered, client, {
    name: `process ${pid}`,
    openedInspector: before === undefined,
    reach: { processId: pid },
    worker,
    pid,
  });
  if (target.pid !== pid) {
    await target.release();
    throw errors.attachOther(port, pid);
  }
  return target;
}

function connectGuest({ socket: path }: SessionFile): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    socket.once("connect", () => resolve(socket));
    // The program has just ended, or was killed and left its file.
    socket.once("error", () => resolve(undefined));
  });
}

interface Entered {
  readonly connection: CdpConnection;
  /** By a bridge, not by the inspector's websocket. */
  readonly bridged: boolean;
}

/** A way into a program with an inspector: a bridge where there can be one, and otherwise the inspector's websocket. */
async function enter(port: number, url: string, client: Client): Promise<Entered> {
  const websocket = await openWebSocket(url).catch((error: Error) => {
    throw errors.attachPort(port, error.message);
  });
  const door = connect(websocket, client);
  const bridge = await bringBridge(door);
  if (bridge === undefined) return { connection: door, bridged: false };
  door.close();
  return { connection: connect(lineTransport(bridge), client), bridged: true };
}

interface AttachedOptions {
  readonly name: string;
  readonly openedInspector?: boolean;
  readonly shared?: boolean;
  /** It may be held by its bridge, until it is told to start. */
  readonly held?: boolean;
  readonly reach: Readonly<Record<string, unknown>>;
  /** One of its worker threads, instead of the main thread. */
  readonly worker: number | undefined;
  /** Of the process, where it is known beforehand. */
  readonly pid?: number;
}

function connect(transport: Transport, client: Client): CdpConnection {
  return new CdpConnection(transport, (text) => {
    client.send("output", {
      category: "console",
      output: `Ignored a malformed message of the program: ${text.slice(0, 80)}\n`,
    });
  });
}

async function openWorker(main: CdpConnection, worker: number) {
  const opened = await workerTransport(main, worker).catch((failure: Error) => {
    main.close();
    throw errors.notReached(failure.message);
  });
  if (opened !== undefined) return opened;
  main.close();
  throw errors.attachNoWorker(worker);
}

async function attached(entered: Entered, client: Client, options: AttachedOptions): Promise<Target> {
  const { connection: main, bridged } = entered;
  const { openedInspector = false, reach, worker } = options;
  const opened = worker === undefined ? undefined : await openWorker(main, worker);
  const connection = opened === undefined ? main : connect(opened.transport, client);
  let detached = false;
  let exit: ExitWatch;
  try {
    exit = await watchExit(connection);
  } catch (failure) {
    connection.close();
    throw errors.notReached((failure as Error).message);
  }
  // A program that ends waits for its debuggers to go.
  connection.on("Runtime.executionContextDestroyed", () => connection.close());
  const ended = connection.closed.then(
    (): TargetEnd => (detached ? { exitCode: undefined, detached } : { exitCode: exit.code() }),
  );
  return {
    connection,
    name: opened?.worker.workerInfo.title ?? options.name,
    // A worker that is held at its start does not know its process yet.
    pid: Number.isInteger(exit.pid) ? exit.pid : options.pid,
    launched: false,
    // A worker is this session's alone, whoever has its process.
    shared: opened === undefined && options.shared === true,
    printsElsewhere: opened !== undefined,
    unwatched: opened !== undefined || !bridged,
    ...(opened === undefined ? { reach } : {}),
    start: async () => {
      if (options.held === true) await connection.send("Loopscope.start", {});
      else await connection.send("Runtime.runIfWaitingForDebugger", {});
    },
    ended,
    terminate: () => void signal(exit.pid, "SIGTERM", false),
    release: async () => {
      if (connection.isClosed) return;
      detached = true;
      await exit.dispose();
      if (openedInspector) await closeInspector(connection);
      connection.close();
      await ended;
    },
  };
}

/** Closes the port that was opened for us, once we are gone. */
async function closeInspector(connection: CdpConnection): Promise<void> {
  const expression = `setTimeout(() => (process.getBuiltinModule?.("inspector") ?? require("inspector")).close(), 100).unref(), 0`;
  await connection
    .send(
      "Runtime.evaluate",
      { expression, includeCommandLineAPI: true, silent: true, disableBreaks: true },
      1_000,
    )
    .catch(() => {});
}
