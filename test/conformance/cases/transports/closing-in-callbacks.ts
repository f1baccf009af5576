/** A protocol that closes its transport in one of its own methods hears nothing more but connectionLost. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Closing extends asyncio.Protocol {
  readonly lost = asyncio.getRunningLoop().createFuture<void>();
  readonly #method: string;
  #transport = new asyncio.Transport();
  constructor(method: string) {
    super();
    this.#method = method;
  }
  override connectionMade(transport: asyncio.Transport) {
    this.#transport = transport;
    this.act("connection_made");
  }
  override dataReceived() {
    this.act("data_received");
  }
  override eofReceived() {
    this.act("eof_received");
  }
  act(method: string) {
    print(method);
    if (method !== this.#method) return;
    this.#transport.write(b("bye"));
    this.#transport.close();
    print(this.#transport.isReading());
  }
  override connectionLost(error: Error | null) {
    print("connection_lost", error);
    this.lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const got = new asyncio.Queue<Uint8Array>();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(b("data"));
    writer.writeEof();
    got.putNowait(yield* reader.read());
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  for (const method of ["data_received", "eof_received"]) {
    const [, protocol] = yield* loop.createConnection(() => new Closing(method), host, port);
    yield* protocol.lost;
    print(yield* got.get());
  }
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
