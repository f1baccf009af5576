/** A sleep gives its result, takes a turn at least, and refuses what is no number. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  print(yield* asyncio.sleep(0), yield* asyncio.sleep(0, "zero"), yield* asyncio.sleep(0.001, "more"));
  for (const delay of [0, -1, 0.0]) {
    loop.callSoon(print, "a turn for", delay < 0);
    yield* asyncio.sleep(delay);
    print("slept");
  }
  try {
    yield* asyncio.sleep(Number.NaN);
  } catch (error) {
    print((error as Error).constructor.name);
  }
}

await asyncio.run(main());
