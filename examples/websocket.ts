// A chat over WebSocket: the server passes on what each guest says to all of them; a guest's messages come in by
// events, and go out of a queue. Server and clients are those of the package ws.
import type { EventEmitter } from "node:events";
import type { AddressInfo } from "node:net";
import * as asyncio from "loopscope";
import { WebSocket, WebSocketServer } from "ws";

/** A WebSocket's messages, to be awaited; the end of the connection shuts the queue down. */
function messagesOf(socket: WebSocket) {
  const messages = new asyncio.Queue<string>();
  socket.on("message", (data) => messages.putNowait(String(data)));
  socket.on("close", () => messages.shutdown());
  return messages;
}

function* happens(emitter: EventEmitter, event: string) {
  const happened = asyncio.getRunningLoop().createFuture<void>();
  emitter.once(event, () => happened.setResult());
  yield* happened;
}

/** Serves one guest until it leaves. */
function* host(socket: WebSocket, guests: Set<WebSocket>) {
  const messages = messagesOf(socket);
  const name = yield* messages.get();
  guests.add(socket);
  socket.send(`welcome, ${name}`);
  try {
    while (true) {
      const text = yield* messages.get();
      for (const guest of guests) guest.send(`${name}: ${text}`);
    }
  } catch (error) {
    if (!(error instanceof asyncio.QueueShutDown)) throw error;
  } finally {
    guests.delete(socket);
  }
}

/** Enters, says a few words, and gives what it has heard until it heard `last`. */
function* guest(url: string, name: string, words: readonly string[], last: string) {
  const socket = new WebSocket(url);
  const messages = messagesOf(socket);
  yield* happens(socket, "open");
  socket.send(name);
  const heard = [yield* messages.get()];
  for (const word of words) {
    socket.send(word);
    yield* asyncio.sleep(0.02);
  }
  while (!heard.includes(last)) heard.push(yield* messages.get());
  socket.close();
  yield* happens(socket, "close");
  return heard;
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const guests = new Set<WebSocket>();
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => loop.createTask(host(socket, guests)));
  yield* happens(server, "listening");
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const bob = asyncio.createTask(guest(url, "Bob", [], "Ann: bye"));
  while (guests.size === 0) yield* asyncio.sleep(0.001);
  const ann = asyncio.createTask(guest(url, "Ann", ["hello", "bye"], "Ann: bye"));
  for (const [name, heard] of [
    ["Ann", yield* ann],
    ["Bob", yield* bob],
  ] as const) {
    console.log(`${name} heard: ${heard.join(", ")}`);
  }
  server.close();
}

await asyncio.run(main());

// Prints:
// Ann heard: welcome, Ann, Ann: hello, Ann: bye
// Bob heard: welcome, Bob, Ann: hello, Ann: bye
