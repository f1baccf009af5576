/** drain() waits while the buffer is above its mark, for all who write, and goes on when the other side reads. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const SIZE = 16 * 1024 * 1024;

function* main() {
  const loop = asyncio.getRunningLoop();
  const readOn = new asyncio.Event();
  const counted = loop.createFuture<number>();

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    yield* readOn.wait();
    counted.setResult((yield* reader.read()).length);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  const [reader, writer] = yield* asyncio.openConnection(host, port);
  writer.transport.setWriteBufferLimits(1000);
  print(`(${writer.transport.getWriteBufferLimits().join(", ")})`);
  writer.write(b("few"));
  yield* writer.drain();
  print("small:", writer.transport.getWriteBufferSize());
  writer.write(new Uint8Array(SIZE));
  print("large:", writer.transport.getWriteBufferSize() > 1000);

  function* drain(name: string) {
    yield* writer.drain();
    print(name, writer.transport.getWriteBufferSize() <= 250);
  }

  const tasks = ["first", "second"].map((name) => asyncio.createTask(drain(name)));
  for (let turn = 0; turn < 20; turn++) yield* asyncio.sleep(0);
  print(
    "waiting:",
    tasks.map((task) => task.done()),
  );
  readOn.set();
  yield* asyncio.gather(tasks);
  writer.writeEof();
  print((yield* counted) === SIZE + 3, yield* reader.read());
  writer.close();
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
