/** setProtocol() gives a connection to another protocol, which hears of everything from then on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class First extends asyncio.Protocol {
  #transport = new asyncio.Transport();
  override connectionMade(transport: asyncio.Transport) {
    print("First.connection_made");
    this.#transport = transport;
  }
  override dataReceived(data: Uint8Array) {
    print("First.data_received", data);
    const second = new Second(this.#transport);
    this.#transport.setProtocol(second);
    print(this.#transport.getProtocol() === second);
    this.#transport.write(b("upgraded"));
  }
  override connectionLost() {
    print("never");
  }
}

class Second extends asyncio.BufferedProtocol {
  readonly #transport: asyncio.Transport;
  readonly #buffer = new Uint8Array(100);
  constructor(transport: asyncio.Transport) {
    super();
    this.#transport = transport;
  }
  override getBuffer() {
    return this.#buffer;
  }
  override bufferUpdated(size: number) {
    print("Second.buffer_updated", this.#buffer.subarray(0, size));
    this.#transport.close();
  }
  override connectionLost(error: Error | null) {
    print("Second.connection_lost", error);
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const server = yield* loop.createServer(() => new First(), "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  writer.write(b("hello"));
  print(yield* reader.readexactly(8));
  writer.write(b("to the second"));
  print(yield* reader.read());
  writer.close();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
