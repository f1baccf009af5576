/** A protocol is called in the context in which its connection was made. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("variable", { default: "none" });

class Recording extends asyncio.Protocol {
  readonly #lost: asyncio.Future<void>;
  constructor(lost: asyncio.Future<void>) {
    super();
    this.#lost = lost;
  }
  override connectionMade() {
    print("connection_made", variable.get());
  }
  override dataReceived() {
    print("data_received", variable.get());
  }
  override connectionLost() {
    print("connection_lost", variable.get());
    this.#lost.setResult();
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("handler", variable.get());
    writer.write(b("data"));
    writer.close();
  }

  variable.set("server's");
  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  variable.set("client's");
  const lost = loop.createFuture<void>();
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  yield* loop.createConnection(() => new Recording(lost), host, port);
  variable.set("later");
  yield* lost;
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
