// An asynchronous generator: `yield` gives an item, `yield*` awaits. `asyncFor` goes through the items; leaving it early
// closes the generator, and what is in `finally` runs.
import * as asyncio from "loopscope";

const ticker = asyncio.asyncGenerator(function* ticker(name: string, seconds: number) {
  try {
    for (let tick = 1; ; tick++) {
      yield* asyncio.sleep(seconds);
      yield `${name} ${tick}`;
    }
  } finally {
    console.log(`${name} stops`);
  }
});

/** The items of another one, in capitals. */
const loud = asyncio.asyncGenerator(function* loud(source: asyncio.AsyncGeneratorType<string>) {
  yield* asyncio.asyncFor(source, function* (item) {
    yield item.toUpperCase();
  });
});

function* main() {
  const ended = yield* asyncio.asyncFor(loud(ticker("tick", 0.01)), function* (item) {
    console.log(item);
    if (item.endsWith("3")) return asyncio.BREAK;
  });
  console.log(`went on to the end: ${ended}`);

  const clock = ticker("tock", 0.01);
  console.log(yield* clock.anext());
  // The end of the loop closes those that are still open.
}

await asyncio.run(main());

// Prints:
// TICK 1
// TICK 2
// TICK 3
// tick stops
// went on to the end: false
// tock 1
// tock stops
