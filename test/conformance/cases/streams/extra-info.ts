/** What a stream tells of its connection: addresses that match, a socket to ask, a fallback for what is not known. */
import { isDeepStrictEqual } from "node:util";
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const names = asyncio.getRunningLoop().createFuture<unknown[]>();

  function* serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    names.setResult([writer.getExtraInfo("peername"), writer.getExtraInfo("sockname")]);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const address = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(address[0], address[1]);
  const [own, peer] = [writer.getExtraInfo("sockname"), writer.getExtraInfo("peername")];
  print(own?.[0], peer?.[0], peer?.[1] === address[1]);
  print(isDeepStrictEqual(yield* names, [own, peer]), own?.length);
  const socket = writer.getExtraInfo("socket");
  print(isDeepStrictEqual(socket?.getsockname(), own), isDeepStrictEqual(socket?.getpeername(), peer));
  print(writer.getExtraInfo("nothing"), writer.getExtraInfo("nothing", "fallback"));
  print(writer.transport.getExtraInfo("peername") === peer);
  print(yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
  print(writer.getExtraInfo("peername") === peer);
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
