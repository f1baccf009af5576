/** Awaiting a future that is done goes on at once, within the same turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const done = loop.createFuture<string>();
  done.setResult("value");
  loop.callSoon(print, "next turn");
  for (let attempt = 0; attempt < 3; attempt++) print(attempt, yield* done);
  yield* asyncio.sleep(0);
  print("end");
}

await asyncio.run(main());
