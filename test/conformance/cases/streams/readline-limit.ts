/** A line over the limit is refused and dropped, whether its end is there or not; what follows can be read. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(reader: asyncio.StreamReader) {
  try {
    print(yield* reader.readline());
  } catch (error) {
    print(show(error));
  }
}

function* main() {
  const reader = new asyncio.StreamReader(4);
  reader.feedData(b("too long a line\nok\n"));
  yield* attempt(reader);
  yield* attempt(reader);
  reader.feedData(b("no end of line in sight"));
  yield* attempt(reader);
  reader.feedData(b("1234\n12345\nend"));
  yield* attempt(reader);
  yield* attempt(reader);
  reader.feedEof();
  yield* attempt(reader);
  yield* attempt(reader);
}

await asyncio.run(main());
