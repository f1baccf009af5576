/** A protocol that raises loses its connection, by that error; a system error is no news. The loop goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Failing extends asyncio.Protocol {
  readonly lost = asyncio.getRunningLoop().createFuture<void>();
  readonly #method: string;
  readonly #error: Error;
  constructor(method: string, error: Error) {
    super();
    this.#method = method;
    this.#error = error;
  }
  override connectionMade() {
    this.attempt("connection_made");
  }
  override dataReceived() {
    this.attempt("data_received");
  }
  override eofReceived() {
    this.attempt("eof_received");
  }
  override connectionLost(error: Error | null) {
    print("connection_lost", show(error));
    this.lost.setResult();
    this.attempt("connection_lost");
  }
  attempt(method: string) {
    if (method === this.#method) throw this.#error;
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => {
    const named = ["transport", "protocol"].filter((key) => key in context);
    print(context.message.split(" ").slice(0, 4).join(" "), show(context.exception), named);
  });

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(b("data"));
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  for (const method of ["data_received", "eof_received"]) {
    for (const error of [new Boom(method), new asyncio.BrokenPipeError(32, "Broken pipe")]) {
      const [transport, protocol] = yield* loop.createConnection(
        () => new Failing(method, error),
        host,
        port,
      );
      yield* protocol.lost;
      print(transport.isClosing());
    }
  }
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
