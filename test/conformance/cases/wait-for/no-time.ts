/** Without time a coroutine does not begin; what is done gives its result all the same. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  print("never");
}

function* main() {
  for (const timeout of [0, -1]) {
    try {
      yield* asyncio.waitFor(work(), timeout);
    } catch (error) {
      print(show(error));
    }
  }
  const done = asyncio.getRunningLoop().createFuture();
  done.setResult("done before");
  print(yield* asyncio.waitFor(done, 0));
  const failed = asyncio.getRunningLoop().createFuture();
  failed.setException(new Boom("failed before"));
  try {
    yield* asyncio.waitFor(failed, 0);
  } catch (error) {
    print(show(error));
  }
  const pending = asyncio.getRunningLoop().createFuture();
  try {
    yield* asyncio.waitFor(pending, 0);
  } catch (error) {
    print(show(error), pending.cancelled());
  }
}

await asyncio.run(main());
