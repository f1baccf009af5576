/** More than a pipe holds: who writes is held up until it is read, and nothing is lost. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { connectStreams } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const [reader, writer] = yield* connectStreams();
  writer.write(b("x".repeat(1_000_000)));
  const draining = asyncio.createTask(writer.drain());
  yield* asyncio.sleep(0.05);
  print(draining.done());
  print((yield* reader.readexactly(1_000_000)).length, yield* draining);
  writer.close();
  print(yield* reader.read());
}

await asyncio.run(main());
