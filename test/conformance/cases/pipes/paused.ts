/** A reader that is paused is told nothing until it is resumed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { pipe, Recorder } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [reader, protocol] = yield* loop.connectReadPipe(() => new Recorder("reader", print), reading);
  const [writer] = yield* loop.connectWritePipe(() => new asyncio.Protocol(), writing);
  print(reader.isReading());
  reader.pauseReading();
  reader.pauseReading();
  print(reader.isReading());
  writer.write(b("late"));
  writer.close();
  yield* asyncio.sleep(0.05);
  print("resuming");
  reader.resumeReading();
  reader.resumeReading();
  print(reader.isReading());
  yield* protocol.lost.wait();
  reader.pauseReading();
  reader.resumeReading();
  print(reader.isReading());
}

await asyncio.run(main());
