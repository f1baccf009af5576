/** A server from its start to its end: what it says of itself, twice is safe. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const server = yield* asyncio.startServer((_reader, writer) => writer.close(), "127.0.0.1", 0, {
    backlog: 5,
  });
  print(
    server.isServing(),
    server.sockets.length,
    server.getLoop() === loop,
    server instanceof asyncio.AbstractServer,
  );
  yield* server.startServing();
  print(server.isServing());
  server.close();
  print(server.isServing(), [...server.sockets]);
  server.close();
  yield* server.waitClosed();
  yield* server.waitClosed();
  server.closeClients();
  server.abortClients();
  print(server.isServing());
}

await asyncio.run(main());
