/** An error of the body ends it; one that means the end is not taken for it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const broken = asyncio.asyncGenerator(function* broken() {
  yield 1;
  yield* asyncio.sleep(0);
  throw new Boom("broken");
});

const confused = asyncio.asyncGenerator(function* confused() {
  yield 1;
  throw new asyncio.StopAsyncIteration();
});

function* main() {
  for (const make of [broken, confused]) {
    const iterator = make();
    try {
      yield* asyncio.asyncFor(iterator, function* (item) {
        print(item);
      });
    } catch (error) {
      print(show(error));
    }
    try {
      yield* iterator.anext();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
