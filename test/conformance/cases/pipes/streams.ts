/** Streams over a pipe. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { connectStreams } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const [reader, writer] = yield* connectStreams();
  writer.write(b("one\ntwo"));
  writer.writelines([b("\n"), b("three")]);
  yield* writer.drain();
  print(yield* reader.readline(), yield* reader.readline());
  print(writer.canWriteEof());
  writer.writeEof();
  print(yield* reader.read(), reader.atEof());
  yield* writer.waitClosed();
  print(writer.isClosing());
}

await asyncio.run(main());
