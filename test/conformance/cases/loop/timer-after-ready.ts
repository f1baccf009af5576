/** A timer that is due joins the turn behind what was ready already. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();

  function second(): void {
    print("second");
    loop.callSoon(print, "from second");
  }

  loop.callSoon(print, "first");
  loop.callAt(loop.time() - 1, print, "due timer");
  loop.callSoon(second);
  for (let turn = 0; turn < 3; turn++) {
    print("turn", turn);
    yield* asyncio.sleep(0);
  }
}

await asyncio.run(main());
