/** readline(): whole lines, lines that come in pieces, what is left at the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  reader.feedData(b("first\nsecond\n\nthi"));
  print(yield* reader.readline(), yield* reader.readline(), yield* reader.readline());
  const line = asyncio.createTask(reader.readline());
  for (const piece of [b("rd"), b(" line"), b("\nfour")]) {
    yield* asyncio.sleep(0);
    print(line.done());
    reader.feedData(piece);
  }
  print(yield* line);
  reader.feedEof();
  print(yield* reader.readline(), yield* reader.readline(), reader.atEof());
}

await asyncio.run(main());
