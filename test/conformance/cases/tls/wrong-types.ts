/** What is not bytes is refused over TLS in words of its own, and the connection is as before. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(yield* reader.readline());
    yield* writer.drain();
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { ssl: serverContext });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port, { ssl: clientContext });
  for (const data of ["text", null, 7, 7.5, [1, 2], true]) {
    try {
      writer.write(data as never);
    } catch (error) {
      print(show(error));
    }
  }
  writer.write(b(""));
  writer.write(Buffer.from("bytes "));
  writer.write(new DataView(b("at last\n").buffer));
  print(yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
