/** A channel to a worker thread, inside the channel to its main thread: CDP's `NodeWorker` carries it. */
import type { CdpConnection } from "./connection.js";
import type { Transport } from "./transport.js";
import type { AttachedToWorker } from "./types.js";

/** How long the list of a program's workers may take, milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * `worker.threadId` of a worker, which only its title has: the ids that V8's sessions give are another in each of them.
 */
export function threadIdOf({ workerInfo }: AttachedToWorker): number | undefined {
  const found = /^\[worker (\d+)\]/.exec(workerInfo.title)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * Opens a channel to the worker with this `threadId` of a program. Closing it closes the connection too.
 * @returns undefined when the program has no such worker.
 */
export async function workerTransport(
  connection: CdpConnection,
  threadId: number,
): Promise<{ readonly transport: Transport; readonly worker: AttachedToWorker } | undefined> {
  let worker: AttachedToWorker | undefined;
  const listening = connection.on("NodeWorker.attachedToWorker", (attached) => {
    if (threadIdOf(attached) === threadId) worker = attached;
  });
  // Those that run are told of before the answer.
  await connection.send("NodeWorker.enable", { waitForDebuggerOnStart: false }, ANSWER_TIMEOUT_MS);
  listening.dispose();
  if (worker === undefined) return undefined;
  const { sessionId } = worker;
  let receive: (text: string) => void = () => {};
  const closeListeners: (() => void)[] = [];
  let closed = connection.isClosed;
  const gone = (): void => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
    connection.close();
  };
  connection.on("NodeWorker.receivedMessageFromWorker", (received) => {
    if (received.sessionId === sessionId && !closed) receive(received.message);
  });
  connection.on("NodeWorker.detachedFromWorker", (detached) => {
    if (detached.sessionId === sessionId) gone();
  });
  connection.closed.then(gone);
  const transport: Transport = {
    send: (message) => {
      if (closed) return;
      connection.send("NodeWorker.sendMessageToWorker", { sessionId, message }).catch(() => {});
    },
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      if (closed) listener();
      else closeListeners.push(listener);
    },
    close: gone,
  };
  return { transport, worker };
}
