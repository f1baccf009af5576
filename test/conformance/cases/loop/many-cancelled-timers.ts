/** Of many timers most are cancelled; the others come in order of their times. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const start = loop.time();
  const timers = Array.from({ length: 500 }, (_, i) =>
    loop.callAt(start + 0.001 * (500 - i), print, 500 - i),
  );
  for (const [i, timer] of timers.entries()) if (i % 100 !== 0) timer.cancel();
  yield* asyncio.sleep(0.6);
  print(timers.filter((timer) => timer.cancelled()).length);
}

await asyncio.run(main());
