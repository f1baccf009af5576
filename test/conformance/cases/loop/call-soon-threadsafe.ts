/** call_soon_threadsafe takes its place in the same queue. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.callSoon(print, 1);
  loop.callSoonThreadsafe(print, 2);
  const handle = loop.callSoonThreadsafe(print, "never");
  loop.callSoon(print, 3);
  handle.cancel();
  yield* asyncio.sleep(0);
  print("end");
}

await asyncio.run(main());
