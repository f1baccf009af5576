/** Servers and connections whose arguments make no sense together. */
import { once } from "node:events";
import { connect } from "node:net";
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(name: string, coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(name, yield* coroutine);
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const make = () => new asyncio.Protocol();
  const server = yield* loop.createServer(make, "127.0.0.1", 0);
  const port = server.sockets[0]?.getsockname()[1] ?? 0;
  const sock = connect(port, "127.0.0.1");
  yield* asyncio.fromPromise(once(sock, "connect"));
  const here = "127.0.0.1";
  const nowhere = "/nowhere/s";

  yield* attempt("server", loop.createServer(make));
  yield* attempt("server", loop.createServer(make, here, 0, { ssl: true as never }));
  yield* attempt("server", loop.createServer(make, here, 0, { sslHandshakeTimeout: 1 }));
  yield* attempt("server", loop.createServer(make, here, 0, { sslShutdownTimeout: 1 }));
  yield* attempt("unix server", loop.createUnixServer(make));
  yield* attempt("unix server", loop.createUnixServer(make, nowhere, { ssl: true as never }));
  yield* attempt("client", loop.createConnection(make));
  yield* attempt("client", loop.createConnection(make, here, port, { sock }));
  yield* attempt("client", loop.createConnection(make, here, port, { serverHostname: "x" }));
  yield* attempt("client", loop.createConnection(make, here, port, { sslHandshakeTimeout: 1 }));
  yield* attempt("client", loop.createConnection(make, here, port, { sslShutdownTimeout: 1 }));
  yield* attempt("client", loop.createConnection(make, null, null, { sock, ssl: true }));
  yield* attempt("client", loop.createConnection(make, "", port, { ssl: true }));
  yield* attempt("unix client", loop.createUnixConnection(make));
  yield* attempt("unix client", loop.createUnixConnection(make, nowhere, { sock }));
  yield* attempt("unix client", loop.createUnixConnection(make, nowhere, { ssl: true }));
  yield* attempt("unix client", loop.createUnixConnection(make, nowhere, { serverHostname: "x" }));
  sock.destroy();
  server.close();
}

await asyncio.run(main());
