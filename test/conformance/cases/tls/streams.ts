/** Streams over TLS carry lines both ways, know of their certificate, and cannot be half-closed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();
  const served = asyncio.getRunningLoop().createFuture<boolean>();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("server over TLS", writer.getExtraInfo("sslcontext") !== null);
    for (let line = yield* reader.readline(); line.length > 0; line = yield* reader.readline()) {
      writer.write(Buffer.concat([b("echo "), line]));
      yield* writer.drain();
    }
    writer.close();
    yield* writer.waitClosed();
    served.setResult(reader.atEof());
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { ssl: serverContext });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port, { ssl: clientContext });
  print(writer.getExtraInfo("sslcontext") === clientContext);
  print(String(writer.getExtraInfo("peername")) === String([host, port]));
  print(writer.getExtraInfo("cipher") !== null, writer.getExtraInfo("peercert") !== null);
  print(writer.getExtraInfo("nothing", "fallback"));
  print(writer.canWriteEof());
  try {
    writer.writeEof();
  } catch (error) {
    print(show(error));
  }
  for (const line of [b("one\n"), b("two\n")]) {
    writer.write(line);
    print(yield* reader.readline());
  }
  writer.writelines([b("th"), b("ree"), b("\n")]);
  print(yield* reader.readexactly(11));
  writer.close();
  print(writer.isClosing());
  yield* writer.waitClosed();
  print(yield* reader.read(), yield* served);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
