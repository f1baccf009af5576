/** Who waits in drain() when the connection is lost wakes: without an error by abort(), and with the error of a reset. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const accepted = new asyncio.Queue<asyncio.Transport>();

  class Deaf extends asyncio.Protocol {
    override connectionMade(transport: asyncio.Transport) {
      transport.pauseReading();
      accepted.putNowait(transport);
    }
  }

  const server = yield* loop.createServer(() => new Deaf(), "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];

  function* fill() {
    const [, writer] = yield* asyncio.openConnection(host, port);
    writer.write(new Uint8Array(16 * 1024 * 1024));
    return [writer, asyncio.createTask(drain(writer)), yield* accepted.get()] as const;
  }

  function* drain(writer: asyncio.StreamWriter) {
    try {
      yield* writer.drain();
      print("drained");
    } catch (error) {
      print(error instanceof asyncio.ConnectionResetError || error instanceof asyncio.BrokenPipeError);
    }
  }

  const [aborted, draining, peer] = yield* fill();
  yield* asyncio.sleep(0);
  aborted.transport.abort();
  yield* draining;
  peer.abort();
  const [reset, drainingToo, resetting] = yield* fill();
  yield* asyncio.sleep(0);
  resetting.abort();
  yield* drainingToo;
  try {
    yield* reset.waitClosed();
  } catch (error) {
    if (error instanceof asyncio.ConnectionError) print("lost");
  }
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
