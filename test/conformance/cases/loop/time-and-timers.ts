/** A timer knows its time; the clock never goes backwards. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const before = loop.time();
  const timer = loop.callAt(before + 10, print, "never");
  print(timer.when() === before + 10, timer.cancelled());
  const later = loop.callLater(10, print, "never");
  print(before + 10 <= later.when() && later.when() <= loop.time() + 10);
  timer.cancel();
  later.cancel();
  print(timer.when() === before + 10, timer.cancelled());
  yield* asyncio.sleep(0.01);
  print(loop.time() - before >= 0.01);
  for (const refused of [
    () => loop.callLater(null as never, print),
    () => loop.callAt(null as never, print),
  ]) {
    try {
      refused();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
