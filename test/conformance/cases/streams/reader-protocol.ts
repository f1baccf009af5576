/** StreamReaderProtocol by hand: what a transport tells it is what the reader and the writer see. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Recording extends asyncio.Transport {
  closing = false;
  override write(data: asyncio.BytesLike) {
    print("write", data);
  }
  override close() {
    this.closing = true;
  }
  override isClosing() {
    return this.closing;
  }
  override pauseReading() {
    print("pause_reading");
  }
  override resumeReading() {
    print("resume_reading");
  }
}

function make() {
  const loop = asyncio.getRunningLoop();
  const reader = new asyncio.StreamReader(2, loop);
  const protocol = new asyncio.StreamReaderProtocol(reader, null, loop);
  const transport = new Recording({ peername: ["1.2.3.4", 5] });
  protocol.connectionMade(transport);
  return [reader, new asyncio.StreamWriter(transport, protocol, reader, loop), protocol] as const;
}

function* main() {
  let [reader, writer, protocol] = make();
  print(writer.getExtraInfo("peername")?.[0], writer.getExtraInfo("sslcontext", "no TLS"));
  protocol.dataReceived(b("12345"));
  writer.write(b("out"));
  protocol.pauseWriting();
  let draining = asyncio.createTask(writer.drain());
  yield* asyncio.sleep(0);
  print(draining.done());
  protocol.resumeWriting();
  print(yield* draining, protocol.eofReceived(), yield* reader.read());
  protocol.connectionLost(null);
  print(yield* writer.waitClosed(), reader.atEof());

  [reader, writer, protocol] = make();
  protocol.pauseWriting();
  draining = asyncio.createTask(writer.drain());
  const closing = asyncio.createTask(writer.waitClosed());
  yield* asyncio.sleep(0);
  protocol.connectionLost(new Boom("gone"));
  for (const task of [draining, closing]) {
    try {
      yield* task;
    } catch (error) {
      print(show(error));
    }
  }
  print(show(reader.exception()));
  writer.close();

  [reader, writer, protocol] = make();
  protocol.connectionLost(null);
  try {
    yield* writer.drain();
  } catch (error) {
    print(show(error));
  }
  writer.close();
}

await asyncio.run(main());
