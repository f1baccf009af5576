/** Streams that go on with TLS, on both sides, after a word in plain text. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("server got", yield* reader.readline());
    writer.write(b("go on\n"));
    yield* writer.startTls(serverContext);
    print("server over TLS", writer.getExtraInfo("sslcontext") === serverContext);
    const secret = yield* reader.readline();
    print("server got", secret);
    writer.write(b(Buffer.from(secret).toString("latin1").toUpperCase()));
    yield* writer.drain();
    print("server got", yield* reader.read());
    writer.close();
    yield* writer.waitClosed();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  const plain = writer.transport;
  writer.write(b("STARTTLS\n"));
  print("client got", yield* reader.readline());
  print("before", writer.getExtraInfo("sslcontext"), writer.canWriteEof());
  yield* writer.startTls(clientContext, { serverHostname: "localhost" });
  print("after", writer.getExtraInfo("sslcontext") === clientContext, writer.canWriteEof());
  print(writer.transport === plain, String(writer.getExtraInfo("peername")) === String([host, port]));
  writer.write(b("secret\n"));
  print("client got", yield* reader.readline());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
