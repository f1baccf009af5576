/** After writeEof the other side goes on for as long as it likes; writing is over, reading is not. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const finished = new asyncio.Event();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    print("server got", yield* reader.read());
    for (const part of [b("a"), b("b"), b("c")]) {
      writer.write(part);
      yield* writer.drain();
      yield* asyncio.sleep(0);
    }
    writer.close();
    yield* writer.waitClosed();
    finished.set();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  writer.writelines([b("all "), b("that "), b("I "), b("say")]);
  writer.writeEof();
  writer.writeEof();
  for (const write of [
    () => writer.write(b("more")),
    () => writer.writelines([b("more")]),
    () => writer.write(b("")),
  ]) {
    try {
      write();
    } catch (error) {
      print(show(error));
    }
  }
  print("client got", yield* reader.readexactly(3), yield* reader.read());
  yield* finished.wait();
  writer.close();
  writer.writeEof();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
