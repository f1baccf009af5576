/** A certificate that nobody vouches for, or for another name, is refused; the server goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();
  asyncio.getRunningLoop().setExceptionHandler(() => {});
  let served = 0;

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    served++;
    writer.write(yield* reader.readline());
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { ssl: serverContext });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  for (const [name, ssl, serverHostname] of [
    ["a stranger's", {}, null],
    ["the system's trust", true, null],
    ["another name", clientContext, "example.org"],
    ["its own name", clientContext, "localhost"],
    ["its address", clientContext, null],
    ["no questions", { rejectUnauthorized: false }, null],
  ] as const) {
    let streams: [asyncio.StreamReader, asyncio.StreamWriter];
    try {
      streams = yield* asyncio.openConnection(host, port, { ssl, serverHostname });
    } catch (error) {
      if (!(error instanceof asyncio.SSLError)) throw error;
      print(name, error.constructor.name, error instanceof asyncio.OSError);
      continue;
    }
    const [reader, writer] = streams;
    writer.write(b("hello\n"));
    print(name, yield* reader.read());
    writer.close();
    yield* writer.waitClosed();
  }
  print(served);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
