/** The other side closes in the middle of what is read: what came is kept. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    const size = Number(new TextDecoder().decode(yield* reader.readline()));
    writer.write(b("x".repeat(size)));
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];

  function* ask(size: number, read: (reader: asyncio.StreamReader) => asyncio.Coroutine<Uint8Array>) {
    const [reader, writer] = yield* asyncio.openConnection(host, port);
    writer.write(b(`${size}\n`));
    try {
      print((yield* read(reader)).length);
    } catch (error) {
      if (!(error instanceof asyncio.IncompleteReadError)) throw error;
      print(show(error), error.partial.length, reader.atEof());
    }
    writer.close();
    yield* writer.waitClosed();
  }

  yield* ask(7, (reader) => reader.readexactly(8));
  yield* ask(0, (reader) => reader.readexactly(8));
  yield* ask(7, (reader) => reader.readuntil(b("\n")));
  yield* ask(7, (reader) => reader.readline());
  yield* ask(300_000, (reader) => reader.readexactly(300_000));
  yield* ask(300_000, (reader) => reader.read());
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
