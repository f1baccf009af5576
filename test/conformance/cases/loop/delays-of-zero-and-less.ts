/** Callbacks with a delay of zero or less come in the turn after those that are ready now. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.callLater(-5, print, "minus five");
  loop.callLater(0, print, "zero");
  loop.callAt(loop.time() - 1, print, "a second ago");
  loop.callSoon(print, "soon");
  yield* asyncio.sleep(0);
  print("first turn over");
  yield* asyncio.sleep(0);
  print("second turn over");
}

await asyncio.run(main());
