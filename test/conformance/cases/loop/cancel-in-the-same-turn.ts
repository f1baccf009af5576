/** A callback can cancel one that is ready in the same turn, and one that is due. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const handles: Record<string, asyncio.Handle> = {};

  function first() {
    print("first");
    handles["second"]?.cancel();
    handles["timer"]?.cancel();
  }

  loop.callSoon(first);
  handles["second"] = loop.callSoon(print, "never");
  handles["timer"] = loop.callLater(0, print, "never");
  loop.callSoon(print, "third");
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  print(handles["second"].cancelled(), handles["timer"].cancelled());
  handles["second"].cancel();
  print(handles["second"].cancelled());
}

await asyncio.run(main());
