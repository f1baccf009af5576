/** A timeout that expires, one that does not, and one without a deadline. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  let scope = asyncio.timeout(0.02);
  try {
    yield* asyncio.asyncWith(scope, function* (scope) {
      print("active", scope.expired(), (scope.when() ?? 0) > asyncio.getRunningLoop().time());
      try {
        yield* asyncio.sleep(10);
      } catch (error) {
        print("inside", show(error), asyncio.currentTask()?.cancelling(), scope.expired());
        throw error;
      }
    });
  } catch (error) {
    print(show(error), show((error as Error).cause), scope.expired(), asyncio.currentTask()?.cancelling());
  }
  scope = asyncio.timeout(10);
  yield* asyncio.asyncWith(scope, function* () {
    yield* asyncio.sleep(0);
  });
  print(scope.expired());
  scope = asyncio.timeout(null);
  yield* asyncio.asyncWith(scope, function* (scope) {
    print(scope.when());
    yield* asyncio.sleep(0);
  });
  print(scope.expired());
}

await asyncio.run(main());
