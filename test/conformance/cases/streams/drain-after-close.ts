/** drain() on a closed connection raises, and writes to it are dropped; waiting for its end again and again is fine. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    yield* reader.read();
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  writer.write(b("some"));
  yield* writer.drain();
  writer.close();
  writer.close();
  print(writer.isClosing(), reader.atEof());
  for (let time = 0; time < 2; time++) {
    try {
      writer.write(b("dropped"));
      yield* writer.drain();
    } catch (error) {
      print(show(error));
    }
  }
  yield* writer.waitClosed();
  yield* writer.waitClosed();
  print(reader.atEof(), yield* reader.read(), reader.exception());
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
