/** Several hosts in one server, an address in use, one that cannot be had, and a client's own address. */
import { isDeepStrictEqual } from "node:util";
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("from", writer.getExtraInfo("peername")?.[0], "to", writer.getExtraInfo("sockname")?.[0]);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, ["127.0.0.1", "127.0.0.2"], 0);
  const names = server.sockets.map((socket) => socket.getsockname()).sort();
  print(names.map(([host]) => host));
  for (const [host, port] of names) {
    const [reader, writer] = yield* asyncio.openConnection(host, port, { localAddr: ["127.0.0.3", 0] });
    print(yield* reader.read(), writer.getExtraInfo("sockname")?.[0]);
    writer.close();
  }
  const [host, port] = names[0] ?? ["", 0];
  try {
    yield* asyncio.startServer(serve, host, port);
  } catch (error) {
    print(show(error).replace(String(port), "PORT"));
  }
  try {
    yield* asyncio.startServer(serve, "203.0.113.1", 0);
  } catch (error) {
    print(show(error));
  }
  server.close();
  yield* server.waitClosed();
  const again = yield* loop.createServer(() => new asyncio.Protocol(), host, port);
  print(isDeepStrictEqual(again.sockets[0]?.getsockname(), [host, port]));
  again.close();
}

await asyncio.run(main());
