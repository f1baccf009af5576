/** pauseReading() and resumeReading(), as often as one likes; while reading is paused nothing comes, the end neither. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recording extends asyncio.Protocol {
  readonly calls: unknown[] = [];
  readonly lost = asyncio.getRunningLoop().createFuture<Error | null>();
  override dataReceived(data: Uint8Array) {
    this.calls.push(data);
  }
  override eofReceived() {
    this.calls.push("eof");
  }
  override connectionLost(error: Error | null) {
    this.lost.setResult(error);
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(b("data"));
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [transport, protocol] = yield* loop.createConnection(() => new Recording(), host, port);
  transport.pauseReading();
  transport.pauseReading();
  yield* asyncio.sleep(0.05);
  print(protocol.calls, transport.isReading(), transport.isClosing());
  transport.resumeReading();
  transport.resumeReading();
  print(transport.isReading());
  print(yield* protocol.lost, protocol.calls);
  transport.pauseReading();
  transport.resumeReading();
  print(transport.isReading(), transport.isClosing());
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
