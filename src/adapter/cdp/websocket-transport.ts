/** CDP over the `--inspect` websocket, for programs that were not prepared. */
import { WebSocket } from "ws";
import type { Transport } from "./transport.js";

const MAX_PAYLOAD_BYTES = 1 << 30;

/**
 * Connects to an inspector's websocket address.
 * @throws Error when the connection is refused or closes before it is open.
 */
export async function openWebSocket(url: string): Promise<Transport> {
  // No compression and no pings: Node's inspector stops answering after a ping.
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: MAX_PAYLOAD_BYTES });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
  });
  let receive: (text: string) => void = () => {};
  let closed = false;
  const closeListeners: (() => void)[] = [];
  socket.on("message", (data) => receive(String(data)));
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
  });
  return {
    send: (text) => {
      if (!closed) socket.send(text);
    },
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      if (closed) listener();
      else closeListeners.push(listener);
    },
    // A paused or blocked program does not answer the closing handshake, so the socket is cut.
    close: () => socket.terminate(),
  };
}
