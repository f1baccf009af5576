/** Newline-delimited JSON over a socket: how the bridge in a launched program speaks. */
import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import type { Transport } from "./transport.js";

/** Wraps a connected socket. A last line without a newline, as a killed program leaves it, is dropped. */
export function lineTransport(socket: Socket): Transport {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let receive: (text: string) => void = () => {};
  let closed = false;
  const closeListeners: (() => void)[] = [];
  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    let text = decoder.write(chunk);
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      parts.push(text.slice(0, end));
      const line = parts.join("");
      parts = [];
      text = text.slice(end + 1);
      if (line !== "") receive(line);
    }
    if (text !== "") parts.push(text);
  });
  // A reset connection is followed by "close", which says all that matters.
  socket.on("error", () => {});
  socket.on("close", () => {
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
  });
  return {
    send: (text) => {
      if (!closed) socket.write(`${text}\n`);
    },
    onMessage: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      if (closed) listener();
      else closeListeners.push(listener);
    },
    close: () => socket.destroy(),
  };
}
