// `run` is the way in: it makes an event loop, runs one coroutine to its end, cleans up, and gives its result.
import * as asyncio from "loopscope";

function* double(n: number) {
  yield* asyncio.sleep(0.01);
  return n * 2;
}

function* main() {
  // A coroutine awaited directly runs here and now, as a part of this one.
  const four = yield* double(2);
  const eight = yield* double(four);
  return { four, eight };
}

const { four, eight } = await asyncio.run(main());
console.log(`2 doubled is ${four}, doubled again ${eight}`);

// Prints:
// 2 doubled is 4, doubled again 8
