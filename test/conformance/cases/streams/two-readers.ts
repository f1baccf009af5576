/** Two coroutines cannot wait for the same stream; when one is cancelled, another can. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const reader = new asyncio.StreamReader();
  const first = asyncio.createTask(reader.readline());
  yield* asyncio.sleep(0);
  for (const reading of [
    reader.read(1),
    reader.readline(),
    reader.readexactly(1),
    reader.readuntil(b("x")),
  ]) {
    try {
      yield* reading;
    } catch (error) {
      if (!(error instanceof asyncio.RuntimeError)) throw error;
      print(show(error));
    }
  }
  first.cancel();
  yield* asyncio.wait([first]);
  print(first.cancelled());
  const second = asyncio.createTask(reader.readline());
  yield* asyncio.sleep(0);
  reader.feedData(b("for the second\n"));
  print(yield* second);
}

await asyncio.run(main());
