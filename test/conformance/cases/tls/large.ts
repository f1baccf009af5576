/** More than any buffer holds goes through TLS whole, with back-pressure at its own marks. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tlsContexts, tracer, tuple } from "../../harness.js";

const print = tracer(import.meta.url);

const SIZE = 3 * 1024 * 1024;

function* main() {
  const [serverContext, clientContext] = tlsContexts();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    let total = 0;
    for (;;) {
      const data = yield* reader.read(65536);
      if (data.length === 0) break;
      total += data.length;
    }
    print("server got", total);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { ssl: serverContext });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [, writer] = yield* asyncio.openConnection(host, port, { ssl: clientContext });
  print(tuple(writer.transport.getWriteBufferLimits()));
  let highest = 0;
  for (let i = 0; i < SIZE / 65536; i++) {
    writer.write(new Uint8Array(65536));
    yield* writer.drain();
    highest = Math.max(highest, writer.transport.getWriteBufferSize());
  }
  print(highest <= writer.transport.getWriteBufferLimits()[1]);
  writer.transport.setWriteBufferLimits(1000);
  print(tuple(writer.transport.getWriteBufferLimits()));
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
