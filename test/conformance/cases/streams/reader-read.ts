/** read(): some bytes, no bytes, all bytes until the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  reader.feedData(b("hello world"));
  print(yield* reader.read(0), yield* reader.read(5), reader.atEof());
  print(yield* reader.read(100));
  const waiting = asyncio.createTask(reader.read(4));
  yield* asyncio.sleep(0);
  print("waits", waiting.done());
  reader.feedData(b("more than four"));
  yield* asyncio.sleep(0);
  print("woken", waiting.done(), yield* waiting);
  const rest = asyncio.createTask(reader.read());
  yield* asyncio.sleep(0);
  reader.feedData(b(", and on"));
  yield* asyncio.sleep(0);
  print("until the end", rest.done());
  reader.feedEof();
  print(reader.atEof(), yield* rest, reader.atEof());
  print(yield* reader.read(7), yield* reader.read(), yield* reader.read(-5));
}

await asyncio.run(main());
