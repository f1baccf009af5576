/** A server and a client talk in lines; the end of the client is the end of the server's reading. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
  yield* asyncio.asyncFor(reader, function* (line) {
    print("server", line);
    writer.write(b(new TextDecoder().decode(line).toUpperCase()));
    yield* writer.drain();
  });
  print("server: end", reader.atEof());
  writer.close();
  yield* writer.waitClosed();
}

function* main() {
  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const port = server.sockets[0]?.getsockname()[1] ?? 0;
  const [reader, writer] = yield* asyncio.openConnection("127.0.0.1", port);
  for (const line of [b("one\n"), b("two\n")]) {
    writer.write(line);
    print("client", yield* reader.readline());
  }
  writer.writeEof();
  print("client: end", yield* reader.read(), writer.canWriteEof(), writer.isClosing());
  writer.close();
  yield* writer.waitClosed();
  print(writer.isClosing());
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
