/** Debug mode refuses coroutines and coroutine functions as callbacks. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  print("never");
}

function* main() {
  const loop = asyncio.getRunningLoop();
  print(loop.getDebug());
  for (const [schedule, refused] of [
    ["call_soon", () => loop.callSoon(work)],
    ["call_later", () => loop.callLater(1, work)],
    ["call_at", () => loop.callAt(1, work)],
  ] as const) {
    try {
      refused();
    } catch (error) {
      print(schedule, show(error));
    }
  }
  try {
    loop.callSoon(42 as never);
  } catch (error) {
    print((error as Error).constructor.name);
  }
  loop.setDebug(false);
  print(loop.getDebug());
}

await asyncio.run(main(), { debug: true });
