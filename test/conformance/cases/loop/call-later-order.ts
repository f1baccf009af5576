/** Timers fire by deadline, whatever the order they were made in. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const done = loop.createFuture<null>();
  loop.callLater(0.075, () => done.setResult(null));
  loop.callLater(0.05, print, "50 ms");
  loop.callLater(0.025, print, "25 ms");
  loop.callLater(0, print, "0 ms");
  loop.callLater(-1, print, "-1 s");
  loop.callSoon(print, "soon");
  print("all made");
  yield* done;
  print("done");
}

await asyncio.run(main());
