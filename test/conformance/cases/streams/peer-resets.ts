/** A reset ends everything on the stream with an error: reading, draining, waiting for the end. The loop goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(name: string, coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(name, yield* coroutine);
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const arrived = new asyncio.Event();

  /** Reads nothing: the system resets a connection that is closed with something unread. */
  class Resetting extends asyncio.Protocol {
    override connectionMade(transport: asyncio.Transport) {
      transport.pauseReading();
      loop.createTask(this.reset(transport));
    }
    *reset(transport: asyncio.Transport) {
      yield* arrived.wait();
      transport.abort();
    }
    override connectionLost(error: Error | null) {
      print("server lost", error);
    }
  }

  const loop = asyncio.getRunningLoop();
  const server = yield* loop.createServer(() => new Resetting(), "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  writer.write(b("never read"));
  yield* writer.drain();
  const reading = asyncio.createTask(attempt("read", reader.read()));
  yield* asyncio.sleep(0);
  arrived.set();
  yield* reading;
  print(show(reader.exception()), writer.isClosing());
  yield* attempt("read", reader.readline());
  yield* attempt("drain", writer.drain());
  yield* attempt("wait_closed", writer.waitClosed());
  writer.write(b("dropped"));
  writer.close();
  server.close();
  yield* server.waitClosed();
  print("loop is alive", yield* asyncio.sleep(0, "yes"));
}

await asyncio.run(main());
