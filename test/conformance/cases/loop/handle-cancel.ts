/** A cancelled handle never runs, not even when it was cancelled in the turn it was due in. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const soon = loop.callSoon(print, "never: soon");
  const timer = loop.callLater(0.01, print, "never: timer");
  const at = loop.time() + 0.02;
  const late = loop.callAt(at, print, "late");
  print(soon.cancelled(), timer.cancelled(), late.when() === at);
  loop.callSoon(() => victim.cancel());
  const victim = loop.callSoon(print, "never: victim");
  soon.cancel();
  soon.cancel();
  timer.cancel();
  print(soon.cancelled(), timer.cancelled(), late.cancelled());
  yield* asyncio.sleep(0);
  print("victim", victim.cancelled());
  yield* asyncio.sleep(0.05);
  late.cancel();
  print("late", late.cancelled());
}

await asyncio.run(main());
