// Round trips through streams: ten clients, each of which sends a message and waits for its echo.
import * as asyncio from "loopscope";
import { CLIENTS, MESSAGE_BYTES, ROUND_TRIPS } from "./echo.workload.js";
import { sample } from "./sampling.js";

function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
  for (;;) {
    const data = yield* reader.read(65536);
    if (data.length === 0) break;
    writer.write(data);
    yield* writer.drain();
  }
  writer.close();
}

function* client(port: number) {
  const [reader, writer] = yield* asyncio.openConnection("127.0.0.1", port);
  const message = new Uint8Array(MESSAGE_BYTES);
  for (let sent = 0; sent < ROUND_TRIPS; sent++) {
    writer.write(message);
    yield* writer.drain();
    yield* reader.readexactly(MESSAGE_BYTES);
  }
  writer.close();
  yield* writer.waitClosed();
}

function* main() {
  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [, port] = server.sockets[0]!.getsockname();
  yield* asyncio.gather(Array.from({ length: CLIENTS }, () => client(port)));
  server.close();
  yield* server.waitClosed();
}

await sample(CLIENTS * ROUND_TRIPS, () => asyncio.run(main()));
