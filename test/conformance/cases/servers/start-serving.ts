/** A server that does not serve yet, and starts to; as a context manager it is closed at the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(b("served"));
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { startServing: false });
  print(server.isServing(), server.sockets.length);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  yield* asyncio.asyncWith(server, function* (same) {
    print(same === server, server.isServing());
    yield* server.startServing();
    print(server.isServing());
    const [reader, writer] = yield* asyncio.openConnection(host, port);
    print(yield* reader.read());
    writer.close();
  });
  print(server.isServing(), [...server.sockets]);
}

await asyncio.run(main());
