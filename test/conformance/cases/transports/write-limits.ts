/** Water marks: their defaults, what follows from one of them, and which are refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    yield* reader.read();
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [, writer] = yield* asyncio.openConnection(host, port);
  const { transport } = writer;
  print(...transport.getWriteBufferLimits());
  const limits: [number | null, number | null][] = [
    [1000, null],
    [null, 1000],
    [1000, 10],
    [0, null],
    [7, null],
    [5, 5],
    [null, null],
  ];
  for (const [high, low] of limits) {
    transport.setWriteBufferLimits(high, low);
    print(high, low, ...transport.getWriteBufferLimits());
  }
  const refused: [number | null, number | null][] = [
    [10, 11],
    [-1, null],
    [null, -1],
    [5, -5],
  ];
  for (const [high, low] of refused) {
    try {
      transport.setWriteBufferLimits(high, low);
    } catch (error) {
      print(show(error));
    }
  }
  print(...transport.getWriteBufferLimits());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
