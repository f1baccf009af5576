/** A protocol that answers eofReceived() with true goes on writing; one that does not is closed, what it wrote is sent. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Answering extends asyncio.Protocol {
  #transport = new asyncio.Transport();
  readonly #keepOpen: boolean | null;
  constructor(keepOpen: boolean | null) {
    super();
    this.#keepOpen = keepOpen;
  }
  override connectionMade(transport: asyncio.Transport) {
    this.#transport = transport;
  }
  override eofReceived() {
    this.#transport.write(b("after your end"));
    asyncio.getRunningLoop().callSoon(() => this.later());
    return this.#keepOpen;
  }
  later() {
    print("later", this.#transport.isClosing(), this.#transport.isReading());
    if (this.#keepOpen) {
      this.#transport.write(b(", and later"));
      this.#transport.close();
    }
  }
  override connectionLost(error: Error | null) {
    print("connection_lost", error);
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  for (const answer of [true, false, null]) {
    const server = yield* loop.createServer(() => new Answering(answer), "127.0.0.1", 0);
    const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
    const [reader, writer] = yield* asyncio.openConnection(host, port);
    writer.writeEof();
    print(answer, yield* reader.read());
    writer.close();
    yield* writer.waitClosed();
    server.close();
    yield* server.waitClosed();
  }
}

await asyncio.run(main());
