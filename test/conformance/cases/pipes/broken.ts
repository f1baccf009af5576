/** Writing where nobody reads any more. */
import { closeSync } from "node:fs";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { pipe, Recorder } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [writer, protocol] = yield* loop.connectWritePipe(() => new Recorder("writer", print), writing);
  closeSync(reading);
  writer.write(b("x"));
  yield* protocol.lost.wait();
  writer.write(b("dropped"));
  print(writer.isClosing(), writer.getWriteBufferSize());
}

await asyncio.run(main());
