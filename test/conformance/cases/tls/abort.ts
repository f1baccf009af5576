/** A TLS connection that is aborted ends for both sides, and nobody waits for a goodbye. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tlsContexts, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const [serverContext, clientContext] = tlsContexts();
  const rest: unknown[] = [];
  const served = asyncio.getRunningLoop().createFuture<string>();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("server got", yield* reader.readline());
    writer.write(b("welcome\n"));
    try {
      rest.push(yield* reader.read());
    } catch (error) {
      rest.push((error as Error).constructor.name);
    }
    writer.close();
    served.setResult("served");
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0, { ssl: serverContext });
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port, { ssl: clientContext });
  writer.write(b("hello\n"));
  print("client got", yield* reader.readline());
  const reading = asyncio.createTask(reader.read());
  yield* asyncio.sleep(0);
  writer.transport.abort();
  print("closing", writer.isClosing());
  print("client got", yield* reading);
  try {
    yield* writer.waitClosed();
  } catch (error) {
    print(show(error));
  }
  try {
    writer.write(b("dropped"));
    yield* writer.drain();
  } catch (error) {
    print(show(error));
  }
  print(yield* served, rest);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
