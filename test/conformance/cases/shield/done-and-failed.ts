/** A shield around what is done is that itself; it passes results, errors and inner cancellations on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fails() {
  yield* asyncio.sleep(0);
  throw new Boom("inner");
}

function* main() {
  const done = asyncio.getRunningLoop().createFuture<string>();
  done.setResult("done");
  print(asyncio.shield(done) === done, yield* asyncio.shield(done));
  print(yield* asyncio.shield(asyncio.sleep(0, "slept")));
  try {
    yield* asyncio.shield(fails());
  } catch (error) {
    print(show(error));
  }
  const inner = asyncio.createTask(asyncio.sleep(10));
  const outer = asyncio.shield(inner);
  yield* asyncio.sleep(0);
  inner.cancel("inner");
  try {
    yield* outer;
  } catch (error) {
    print(show(error), outer.cancelled(), inner.cancelled());
  }
}

await asyncio.run(main());
