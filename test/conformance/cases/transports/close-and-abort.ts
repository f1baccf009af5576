/** close() sends what is buffered, abort() drops it; connectionLost comes once, in a later turn, whatever is called. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const SIZE = 8 * 1024 * 1024;

class Recording extends asyncio.Protocol {
  readonly lost = asyncio.getRunningLoop().createFuture<void>();
  override connectionLost(error: Error | null) {
    print("connection_lost", error);
    this.lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const counts = new asyncio.Queue<number>();
  const go = new asyncio.Event();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    yield* go.wait();
    let size = 0;
    try {
      size = (yield* reader.read()).length;
    } catch (error) {
      if (!(error instanceof asyncio.ConnectionResetError)) throw error;
    }
    counts.putNowait(size);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];

  function* end(how: (transport: asyncio.Transport) => void) {
    go.clear();
    const [transport, protocol] = yield* loop.createConnection(() => new Recording(), host, port);
    transport.write(new Uint8Array(SIZE));
    how(transport);
    print(
      "in the same turn",
      transport.isClosing(),
      protocol.lost.done(),
      transport.getWriteBufferSize() > 0,
    );
    how(transport);
    transport.close();
    go.set();
    yield* protocol.lost;
    transport.close();
    print((yield* counts.get()) === SIZE);
  }

  print("close");
  yield* end((transport) => transport.close());
  print("abort");
  yield* end((transport) => transport.abort());
  print("close, then abort");
  yield* end((transport) => {
    transport.close();
    transport.abort();
  });
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
