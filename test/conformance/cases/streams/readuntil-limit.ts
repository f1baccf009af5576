/** readuntil() over the limit raises, and leaves everything in the buffer to be read otherwise. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(reader: asyncio.StreamReader, separator: Uint8Array) {
  try {
    print(yield* reader.readuntil(separator));
  } catch (error) {
    if (!(error instanceof asyncio.LimitOverrunError)) throw error;
    print(show(error), error.consumed);
  }
}

function* main() {
  const reader = new asyncio.StreamReader(3);
  reader.feedData(b("some dataA"));
  yield* attempt(reader, b("AB"));
  reader.feedData(b("Brest"));
  yield* attempt(reader, b("AB"));
  print(yield* reader.readexactly(9), yield* reader.readuntil(b("AB")));
  yield* attempt(reader, b("X"));
  reader.feedData(b("X"));
  yield* attempt(reader, b("tX"));
  reader.feedData(b("12345X"));
  yield* attempt(reader, b("X"));
  print(yield* reader.read(100));
}

await asyncio.run(main());
