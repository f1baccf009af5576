/** A task that is done gives the same result, or the same error, to everybody, at once. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fails() {
  throw new Boom("once");
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const good = asyncio.createTask(asyncio.sleep(0, "good"));
  const bad = asyncio.createTask(fails());
  yield* asyncio.wait<asyncio.Task<unknown>>([good, bad]);
  loop.callSoon(print, "a turn has passed");
  print([yield* good, yield* good, yield* good]);
  const seen = new Set<unknown>();
  for (let i = 0; i < 3; i++) {
    try {
      yield* bad;
    } catch (error) {
      seen.add(error);
    }
  }
  print(seen.size);
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
