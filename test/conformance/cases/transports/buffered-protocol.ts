/** A BufferedProtocol is read into memory of its own, as much as fits; what it gives wrong ends the connection. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Buffered extends asyncio.BufferedProtocol {
  readonly lost = asyncio.getRunningLoop().createFuture<void>();
  readonly #provide: () => Uint8Array;
  readonly #received: number[] = [];
  #buffer: Uint8Array = new Uint8Array(0);
  constructor(getBuffer: () => Uint8Array) {
    super();
    this.#provide = getBuffer;
  }
  override getBuffer() {
    this.#buffer = this.#provide();
    return this.#buffer;
  }
  override bufferUpdated(size: number) {
    this.#received.push(...this.#buffer.subarray(0, size));
    if (this.#received.includes(33)) throw new Boom("in buffer_updated");
  }
  override eofReceived() {
    print("eof_received", Uint8Array.from(this.#received));
  }
  override connectionLost(error: Error | null) {
    print("connection_lost", show(error));
    this.lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => print(context.message, show(context.exception)));

  function fail(): never {
    throw new Boom("in get_buffer");
  }

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(yield* reader.readline());
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];

  function* receive(data: string, getBuffer: () => Uint8Array) {
    const [transport, protocol] = yield* loop.createConnection(() => new Buffered(getBuffer), host, port);
    transport.write(b(`${data}\n`));
    yield* protocol.lost;
  }

  yield* receive("several buffers full", () => new Uint8Array(3));
  yield* receive("one buffer", () => new Uint8Array(100));
  yield* receive("none", () => new Uint8Array(0));
  yield* receive("raising", fail);
  yield* receive("raising!", () => new Uint8Array(100));
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
