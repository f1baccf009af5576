/** What protocols are told at both ends of a pipe; it ends whatever they answer. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";
import { pipe, Recorder } from "../../pipe_recorder.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const [reading, writing] = pipe();
  const [reader, atReader] = yield* loop.connectReadPipe(() => new Recorder("reader", print), reading);
  const [writer, atWriter] = yield* loop.connectWritePipe(() => new Recorder("writer", print), writing);
  print(atReader.made === reader, atWriter.made === writer);
  print(reader.getExtraInfo("pipe") === reading, writer.getExtraInfo("pipe") === writing);
  writer.write(b("data"));
  yield* atReader.heard.wait();
  writer.close();
  print(writer.isClosing(), reader.isClosing());
  yield* atWriter.lost.wait();
  yield* atReader.lost.wait();
  print(writer.isClosing(), reader.isClosing(), reader.isReading());
}

await asyncio.run(main());
