/** A done callback that raises is reported; the others and the waiters go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_, context) => print("handler", show(context.exception)));
  const future = loop.createFuture<number>();

  function fail(): never {
    throw new Boom("callback");
  }

  future.addDoneCallback(fail);
  future.addDoneCallback(() => print("still called"));
  loop.callSoon(() => future.setResult(1));
  print("awaited", yield* future);
}

await asyncio.run(main());
