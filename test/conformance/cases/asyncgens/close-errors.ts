/** A body that fails while it is closed, and one that yields although it is closed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const failing = asyncio.asyncGenerator(function* failing() {
  try {
    yield 1;
  } finally {
    yield* asyncio.sleep(0);
    // biome-ignore lint/correctness/noUnsafeFinally: that is the case
    throw new Boom("in finally");
  }
});

const ignoring = asyncio.asyncGenerator(function* ignoring() {
  try {
    yield 1;
  } finally {
    yield 2;
  }
});

function* main() {
  for (const make of [failing, ignoring]) {
    const iterator = make();
    print(yield* iterator.anext());
    try {
      yield* iterator.aclose();
    } catch (error) {
      print(show(error));
    }
  }
  const iterator = failing();
  yield* iterator.anext();
  try {
    yield* iterator.anext();
  } catch (error) {
    print(show(error));
  }
  print(yield* iterator.aclose());
}

await asyncio.run(main());
