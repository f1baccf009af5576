/** Debug mode as run was told, and switched while the loop runs. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  print(loop.getDebug(), loop.slowCallbackDuration);
  loop.setDebug(!loop.getDebug());
  return loop.getDebug();
}

print(await asyncio.run(main(), { debug: true }));
print(await asyncio.run(main(), { debug: false }));
print(await asyncio.run(main()));
