/** The handler of a failing callback gets its error, and the loop goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => print(Object.keys(context).sort(), show(context.exception)));

  function fail(number: unknown) {
    throw new Boom(String(number));
  }

  loop.callSoon(fail, 1);
  loop.callLater(0, fail, 2);
  const future = loop.createFuture();
  future.addDoneCallback(() => fail("a future"));
  future.addDoneCallback(() => print("the next callback"));
  future.setResult(3);
  try {
    yield* future;
    yield* asyncio.sleep(0);
  } finally {
    print("the loop goes on");
  }
}

await asyncio.run(main());
