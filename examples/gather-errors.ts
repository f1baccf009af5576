// What `gather` does with failures: by default the first one is thrown, and the others go on; with
// `returnExceptions` errors are results among the others.
import * as asyncio from "loopscope";

function* half(n: number) {
  yield* asyncio.sleep(n / 100);
  if (n % 2 === 1) throw new RangeError(`${n} is odd`);
  return n / 2;
}

function* main() {
  try {
    yield* asyncio.gather([half(2), half(1), half(4)]);
  } catch (error) {
    console.log(`first failure: ${(error as Error).message}`);
  }

  const outcomes = yield* asyncio.gather([half(2), half(1), half(4)], { returnExceptions: true });
  for (const outcome of outcomes) {
    console.log(outcome instanceof Error ? `failed: ${outcome.message}` : `half is ${outcome}`);
  }
}

await asyncio.run(main());

// Prints:
// first failure: 1 is odd
// half is 1
// failed: 1 is odd
// half is 2
