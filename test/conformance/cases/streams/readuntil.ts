/** readuntil(): separators of any length, also when they come in halves. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  reader.feedData(b("one\ntwo--END--three"));
  print(yield* reader.readuntil(), yield* reader.readuntil(b("--END--")));
  const part = asyncio.createTask(reader.readuntil(b("--END--")));
  for (const piece of [b("--E"), b("ND"), b("-"), b("--EN"), b("D--tail")]) {
    yield* asyncio.sleep(0);
    print(part.done());
    reader.feedData(piece);
  }
  print(yield* part);
  try {
    yield* reader.readuntil(b(""));
  } catch (error) {
    if (!(error instanceof asyncio.ValueError)) throw error;
    print(show(error));
  }
  reader.feedEof();
  try {
    yield* reader.readuntil(b("!"));
  } catch (error) {
    if (!(error instanceof asyncio.IncompleteReadError)) throw error;
    print(show(error), error.partial, error.expected, reader.atEof());
  }
}

await asyncio.run(main());
