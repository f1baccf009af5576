/** readexactly(): over the limit too; too little raises, and keeps what came. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader(3);
  const exact = asyncio.createTask(reader.readexactly(10));
  for (const piece of [b("abcd"), b("efgh")]) {
    yield* asyncio.sleep(0);
    reader.feedData(piece);
  }
  yield* asyncio.sleep(0);
  print(exact.done());
  reader.feedData(b("ijkl"));
  print(yield* exact, yield* reader.readexactly(0), yield* reader.readexactly(2));
  try {
    yield* reader.readexactly(-1);
  } catch (error) {
    if (!(error instanceof asyncio.ValueError)) throw error;
    print(show(error));
  }
  reader.feedData(b("the rest"));
  reader.feedEof();
  try {
    yield* reader.readexactly(100);
  } catch (error) {
    if (!(error instanceof asyncio.IncompleteReadError)) throw error;
    print(show(error), error.partial, error.expected);
  }
  try {
    yield* reader.readexactly(1);
  } catch (error) {
    if (!(error instanceof asyncio.EOFError)) throw error;
    print(show(error), (error as asyncio.IncompleteReadError).partial);
  }
}

await asyncio.run(main());
