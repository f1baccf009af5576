/** async for goes through the lines, the last one without an end too. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  reader.feedData(b("one\n\ntwo\nlast"));
  asyncio.getRunningLoop().callSoon(() => reader.feedEof());
  yield* asyncio.asyncFor(reader, function* (line) {
    print(line);
  });
  print("done", reader.atEof());
  yield* asyncio.asyncFor(reader, function* (line) {
    print("never", line);
  });
  for (const limit of [0, -1]) {
    try {
      new asyncio.StreamReader(limit);
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
