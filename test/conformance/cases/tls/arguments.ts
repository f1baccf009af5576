/** Options of TLS that make no sense are refused before anything is connected. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [, clientContext] = tlsContexts();
  const loop = asyncio.getRunningLoop();

  function* attempt(name: string, coroutine: asyncio.Awaitable<unknown>): asyncio.Coroutine<void> {
    try {
      yield* coroutine;
    } catch (error) {
      print(name, show(error));
    }
  }

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    yield* reader.read();
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const open = (options: asyncio.ConnectOptions) => asyncio.openConnection(host, port, options);
  const start = (options: asyncio.CreateServerOptions) => asyncio.startServer(serve, "127.0.0.1", 0, options);
  yield* attempt("hostname", open({ serverHostname: "localhost" }));
  yield* attempt("handshake", open({ sslHandshakeTimeout: 1 }));
  yield* attempt("shutdown", open({ sslShutdownTimeout: 1 }));
  yield* attempt("zero", open({ ssl: clientContext, sslHandshakeTimeout: 0 }));
  yield* attempt("less", open({ ssl: clientContext, sslShutdownTimeout: -1 }));
  yield* attempt("server", start({ ssl: true as never }));
  yield* attempt("server", start({ sslHandshakeTimeout: 1 }));
  yield* attempt("server", start({ sslShutdownTimeout: 1 }));
  const [, writer] = yield* open({});
  for (const context of [5, "context"] as never[]) {
    yield* attempt("start_tls", loop.startTls(writer.transport, new asyncio.Protocol(), context));
  }
  writer.write(b("it is as before"));
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
