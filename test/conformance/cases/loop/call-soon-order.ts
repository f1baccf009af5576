/** Callbacks run first in, first out; what they schedule runs in the next turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();

  function call(name: string, ...more: string[]): void {
    print("run", name);
    for (const each of more) loop.callSoon(call, each);
  }

  loop.callSoon(call, "a", "a1", "a2");
  loop.callSoon(call, "b", "b1");
  loop.callSoon(call, "c");
  for (let turn = 0; turn < 4; turn++) {
    print("turn", turn);
    yield* asyncio.sleep(0);
  }
}

await asyncio.run(main());
