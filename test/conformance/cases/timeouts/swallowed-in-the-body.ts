/** A body that swallows the cancellation of its timeout ends well, and the timeout has expired. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function fail(): never {
  throw new Boom("instead");
}

function* main() {
  const first = asyncio.timeout(0.01);
  yield* asyncio.asyncWith(first, function* () {
    try {
      yield* asyncio.sleep(10);
    } catch {
      print("swallowed", asyncio.currentTask()?.cancelling());
    }
  });
  print(first.expired(), asyncio.currentTask()?.cancelling());
  const second = asyncio.timeout(0.01);
  try {
    yield* asyncio.asyncWith(second, function* () {
      try {
        yield* asyncio.sleep(10);
      } finally {
        fail();
      }
    });
  } catch (error) {
    print(show(error), second.expired(), asyncio.currentTask()?.cancelling());
  }
}

await asyncio.run(main());
