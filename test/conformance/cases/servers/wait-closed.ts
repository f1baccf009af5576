/** waitClosed() waits for both: the server's end and that of its connections, in either order. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const accepted = new asyncio.Queue<asyncio.StreamWriter>();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    accepted.putNowait(writer);
    yield* reader.read();
    writer.close();
  }

  function* turns() {
    for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const waiting = asyncio.createTask(server.waitClosed());
  yield* turns();
  print("open, no connections", waiting.done());
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  yield* accepted.get();
  server.close();
  yield* turns();
  print("closed, one connection", waiting.done());
  writer.write(b("still served"));
  writer.writeEof();
  yield* waiting;
  print("closed, no connections", waiting.done());
  print(yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
}

await asyncio.run(main());
