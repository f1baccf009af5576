/** A peer sends a line over the limit: it is refused, the connection goes on, and so do others. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    for (;;) {
      let line: Uint8Array;
      try {
        line = yield* reader.readline();
      } catch (error) {
        if (!(error instanceof asyncio.ValueError)) throw error;
        writer.write(b(`${show(error)}\n`));
        continue;
      }
      if (line.length === 0) break;
      writer.write(line);
    }
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { limit: 64 });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  const [otherReader, otherWriter] = yield* asyncio.openConnection(host, port);
  writer.write(b(`${"x".repeat(100)}\n`));
  print(yield* reader.readline());
  writer.write(b("short\n"));
  print(yield* reader.readline());
  otherWriter.write(b("other\n"));
  print(yield* otherReader.readline());
  for (const each of [writer, otherWriter]) {
    each.close();
    yield* each.waitClosed();
  }
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
