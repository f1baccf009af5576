/** wait_for gives the result, or raises what the awaitable raised; None waits for ever. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(result: string | null) {
  yield* asyncio.sleep(0);
  if (result === null) throw new Boom("inside");
  return result;
}

function* main() {
  print(yield* asyncio.waitFor(work("in time"), 5));
  print(yield* asyncio.waitFor(work("for ever"), null));
  try {
    yield* asyncio.waitFor(work(null), 5);
  } catch (error) {
    print(show(error));
  }
  const done = asyncio.getRunningLoop().createFuture<string>();
  done.setResult("done before");
  print(yield* asyncio.waitFor(done, 0), yield* asyncio.waitFor(done, -1));
  print(asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
