/**
 * The bridge: a worker thread in the debuggee that carries CDP between the main thread's inspector and sockets.
 *
 * In-process on purpose. A command takes half a millisecond here against 44 over the `--inspect` websocket (Nagle's
 * algorithm with delayed acknowledgements), and it is answered while the main thread is held, paused, or stuck. The
 * owner launched the program and its going ends it; guests come and go without a trace. A child process of a launched
 * program has guests only: the first of them may start it. In a program that was attached to it connects to each debugger
 * that comes, and rests when they have gone.
 */
import { writeSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type BlockedParams, BRIDGE, type ChildParams, type GuestsParams } from "../protocol/index.js";
import { type BridgeData, type BridgeMessage, DRAIN, LINK, LINK_STATE } from "./bridge-data.js";
import { type Client, type ClientOptions, serveClient } from "./client.js";
import { WATCH_INTERVAL_MS, watchHeartbeat } from "./heartbeat-watch.js";
import {
  announceSession,
  openSessionFolder,
  pruneSessions,
  socketPath,
  withdrawSession,
} from "./session-folder.js";

/** Time that the program gets to end by itself when its owner is gone, milliseconds. */
const SIGKILL_AFTER_MS = 500;

const data = workerData as BridgeData;
const clients = new Set<Client>();
/** Of a child process the first guest. */
let owning: Client | undefined;
let guests = 0;
let pauses = 0;
let ending = false;

const watch = watchHeartbeat(data.heartbeat, {
  blocked: (sinceMs) => {
    const params: BlockedParams = { sinceMs };
    for (const client of clients) client.notify(BRIDGE.blocked, params);
  },
  unblocked: () => {
    for (const client of clients) client.notify(BRIDGE.unblocked, {});
  },
});
setInterval(() => clients.size > 0 && watch.look(Date.now()), WATCH_INTERVAL_MS);

function setLink(state: number): void {
  // They only ever grow: of a started program nothing else is news.
  if (Atomics.load(data.link, LINK.state) >= state) return;
  Atomics.store(data.link, LINK.state, state);
  Atomics.notify(data.link, LINK.state);
}

function serve(socket: Socket, role: ClientOptions["role"]): void {
  let holdsPause = false;
  const client = serveClient(socket, {
    role,
    own(method) {
      if (method !== BRIDGE.start) return false;
      if (role === "guest" && data.role === "owned")
        return { error: "only the debugger that launched the program may start it" };
      setLink(LINK_STATE.started);
      return { result: {} };
    },
    paused(isPaused) {
      if (isPaused === holdsPause) return;
      holdsPause = isPaused;
      pauses += isPaused ? 1 : -1;
      watch.setPaused(pauses > 0, Date.now());
    },
    closed(gone) {
      clients.delete(gone);
      if (role === "owner") return endProgram();
      if (gone === owning) owning = undefined;
      else countGuests(-1);
    },
  });
  clients.add(client);
  if (role === "owner" || (data.role === "child" && owning === undefined)) owning = client;
  else countGuests(1);
}

/** The owner must know whether a pause that is not its own may be somebody else's. */
function countGuests(change: number): void {
  guests += change;
  const params: GuestsParams = { count: guests };
  owning?.notify(BRIDGE.guests, params);
}

/** The main thread may be paused or stuck, and cannot be asked nicely. */
function endProgram(): void {
  ending = true;
  withdrawSession(data.folder, data.pid);
  process.kill(data.pid, "SIGTERM");
  setTimeout(() => process.kill(data.pid, "SIGKILL"), SIGKILL_AFTER_MS);
}

function listenForGuests(listening: () => void = () => {}): void {
  try {
    openSessionFolder(data.folder);
    pruneSessions(data.folder, data.pid);
    const path = socketPath(data.folder, data.pid);
    const server = createServer((socket) => serve(socket, "guest"));
    server.on("error", withoutGuests);
    server.listen(path, () => {
      if (ending) return;
      try {
        const { folder, pid, program } = data;
        announceSession(folder, {
          pid,
          program,
          socket: path,
          ...(data.role === "child" ? { child: true } : {}),
        });
        listening();
      } catch (error) {
        withoutGuests(error as Error);
      }
    });
  } catch (error) {
    withoutGuests(error as Error);
  }
}

/** The program is debugged all the same. The stream of a worker goes through the main thread, which is held. */
function withoutGuests(error: Error): void {
  if (data.role === "child") setLink(LINK_STATE.started);
  writeSync(2, `loopscope: no other debugger can attach to this program: ${error.message}\n`);
}

function drainAll(): void {
  let left = clients.size;
  const finish = (): void => {
    Atomics.store(data.link, LINK.drained, 1);
    Atomics.notify(data.link, LINK.drained);
  };
  if (left === 0) finish();
  for (const client of clients) {
    client.drain(() => {
      left -= 1;
      if (left === 0) finish();
    });
  }
}

function connectToOwner(address: string): void {
  const owner = connect(address);
  owner.once("error", () => setLink(LINK_STATE.failed));
  owner.once("connect", () => {
    owner.removeAllListeners("error");
    listenForGuests();
    serve(owner, "owner");
    setLink(LINK_STATE.connected);
  });
}

/** Offers the program, which is held, to the adapter of the one that has started it. It runs when nobody wants it. */
function offerToParent(address: string): void {
  const parent = connect(address);
  const run = (): void => setLink(LINK_STATE.started);
  parent.on("error", run);
  // It ends the connection when no debugger comes for this program.
  parent.on("close", run);
  parent.resume();
  parent.on("connect", () => {
    setLink(LINK_STATE.connected);
    listenForGuests(() => {
      const params: ChildParams = { pid: data.pid, program: data.program };
      parent.write(`${JSON.stringify({ method: BRIDGE.child, params })}\n`);
    });
  });
}

/** It came by another way, and is told by its own patience when this fails. */
function connectToDebugger(address: string): void {
  const socket = connect(address);
  socket.once("error", () => {});
  socket.once("connect", () => {
    socket.removeAllListeners("error");
    serve(socket, "guest");
  });
}

if (data.role === "owned") connectToOwner(data.address);
else if (data.role === "child") offerToParent(data.address);
parentPort?.on("message", (message: BridgeMessage) => {
  if (message === DRAIN) drainAll();
  else connectToDebugger(message.address);
});
