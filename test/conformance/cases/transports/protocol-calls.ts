/** The order in which a protocol is called, on both sides of a connection. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recording extends asyncio.Protocol {
  readonly lost = asyncio.getRunningLoop().createFuture<void>();
  transport: asyncio.Transport | null = null;
  readonly calls: unknown[] = [];
  received = "";
  readonly #name: string;
  constructor(name: string) {
    super();
    this.#name = name;
  }
  override connectionMade(transport: asyncio.Transport) {
    this.transport = transport;
    this.calls.push("connection_made", transport.isClosing(), transport.getProtocol() === this);
  }
  override dataReceived(data: Uint8Array) {
    this.received += new TextDecoder().decode(data);
    if (!this.received.endsWith(".")) return;
    this.calls.push("data_received", b(this.received));
    if (this.#name === "server") this.transport?.write(b("pong."));
    else this.transport?.writeEof();
  }
  override eofReceived() {
    this.calls.push("eof_received");
  }
  override connectionLost(error: Error | null) {
    this.calls.push("connection_lost", error, this.transport?.isClosing());
    this.lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const accepted = loop.createFuture<Recording>();

  function factory() {
    accepted.setResult(new Recording("server"));
    return accepted.result();
  }

  const server = yield* loop.createServer(factory, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [transport, protocol] = yield* loop.createConnection(() => new Recording("client"), host, port);
  print(transport === protocol.transport);
  const peer = yield* accepted;
  transport.write(b("ping."));
  yield* peer.lost;
  yield* protocol.lost;
  print("client", protocol.calls);
  print("server", peer.calls);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
