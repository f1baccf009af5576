// Round trips over node:net alone: ten clients, each of which sends a message and waits for its echo.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { CLIENTS, MESSAGE_BYTES, ROUND_TRIPS } from "./echo.workload.js";
import { sample } from "./sampling.js";

async function client(port: number): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const message = Buffer.alloc(MESSAGE_BYTES);
  let roundTrips = 0;
  let received = 0;
  socket.on("data", (data) => {
    received += data.length;
    if (received < MESSAGE_BYTES) return;
    received -= MESSAGE_BYTES;
    if (++roundTrips < ROUND_TRIPS) socket.write(message);
    else socket.end();
  });
  socket.write(message);
  await once(socket, "close");
}

async function main(): Promise<void> {
  const server = createServer({ noDelay: true }, (socket) => socket.on("data", (data) => socket.write(data)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await Promise.all(Array.from({ length: CLIENTS }, () => client(port)));
  server.close();
  await once(server, "close");
}

await sample(CLIENTS * ROUND_TRIPS, main);
