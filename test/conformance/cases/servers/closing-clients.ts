/** closeClients() sends what is buffered and closes; abortClients() drops it. Both reach every connection. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const SIZE = 8 * 1024 * 1024;

function* end(how: (server: asyncio.Server) => void) {
  const accepted = new asyncio.Queue<asyncio.StreamWriter>();

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    writer.write(new Uint8Array(SIZE));
    accepted.putNowait(writer);
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const clients: [asyncio.StreamReader, asyncio.StreamWriter][] = [];
  for (let count = 0; count < 3; count++) clients.push(yield* asyncio.openConnection(host, port));
  const writers: asyncio.StreamWriter[] = [];
  for (const _client of clients) writers.push(yield* accepted.get());
  server.close();
  how(server);
  print(writers.map((writer) => writer.isClosing()));

  function* read(reader: asyncio.StreamReader) {
    try {
      return (yield* reader.read()).length;
    } catch (error) {
      if (!(error instanceof asyncio.ConnectionResetError)) throw error;
      return 0;
    }
  }

  const sizes: number[] = [];
  for (const [reader] of clients) sizes.push(yield* read(reader));
  yield* server.waitClosed();
  print(sizes.map((size) => size === SIZE));
  for (const [, writer] of clients) writer.close();
}

function* main() {
  yield* end((server) => server.closeClients());
  yield* end((server) => server.abortClients());
}

await asyncio.run(main());
