/** The water marks of a pipe: what they are, how they are set, and when the protocol hears of them. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer, tuple } from "../../harness.js";
import { pipe, Recorder } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [writer, protocol] = yield* loop.connectWritePipe(() => new Recorder("writer", print), writing);
  print(tuple(writer.getWriteBufferLimits()));
  writer.setWriteBufferLimits(1000);
  print(tuple(writer.getWriteBufferLimits()));
  writer.setWriteBufferLimits(null, 10);
  print(tuple(writer.getWriteBufferLimits()));
  try {
    writer.setWriteBufferLimits(1, 2);
  } catch (error) {
    print(show(error));
  }
  writer.write(b("x".repeat(200_000)));
  print(writer.getWriteBufferSize() > 1000);
  const [reader] = yield* loop.connectReadPipe(() => new asyncio.Protocol(), reading);
  while (writer.getWriteBufferSize() > 0) yield* asyncio.sleep(0.001);
  yield* asyncio.sleep(0);
  writer.close();
  yield* protocol.lost.wait();
  reader.close();
}

await asyncio.run(main());
