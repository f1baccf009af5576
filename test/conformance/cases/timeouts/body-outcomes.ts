/** The body may beat the deadline by an error, or answer it with one of its own. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  try {
    yield* asyncio.asyncWith(asyncio.timeout(10), function* () {
      throw new Boom("before the deadline");
    });
  } catch (error) {
    print(show(error));
  }
  let scope = asyncio.timeout(0.02);
  try {
    yield* asyncio.asyncWith(scope, function* () {
      try {
        yield* asyncio.sleep(10);
      } catch {
        throw new Boom("in answer to it");
      }
    });
  } catch (error) {
    print(show(error), scope.expired(), asyncio.currentTask()?.cancelling());
  }
  scope = asyncio.timeout(0.02);
  yield* asyncio.asyncWith(scope, function* () {
    try {
      yield* asyncio.sleep(10);
    } catch {
      print("swallowed");
    }
  });
  print("went on", scope.expired(), asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
