/** What is not bytes is refused, and the connection is as before. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("server got", yield* reader.read());
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  for (const data of ["text", null, 7, [1, 2]]) {
    try {
      writer.write(data as never);
    } catch (error) {
      print(show(error));
    }
  }
  for (const data of [["text"], [b("good"), null]]) {
    try {
      writer.writelines(data as never);
    } catch (error) {
      print(show(error));
    }
  }
  writer.write(Buffer.from("bytes "));
  writer.write(new DataView(b("at last").buffer));
  writer.writelines([]);
  writer.writeEof();
  print(yield* reader.read());
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
