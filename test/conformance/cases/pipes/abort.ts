/** Aborting a pipe drops what was not sent; the protocol hears of no error. */
import { closeSync } from "node:fs";
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { pipe, Recorder } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [writer, protocol] = yield* loop.connectWritePipe(() => new Recorder("writer", print), writing);
  writer.write(b("x".repeat(1_000_000)));
  writer.abort();
  print(writer.isClosing(), writer.getWriteBufferSize());
  yield* protocol.lost.wait();
  writer.close();
  closeSync(reading);
}

await asyncio.run(main());
