/** A timeout that has passed when it is entered cancels the first await of its body. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  for (const delay of [0, -1]) {
    const scope = asyncio.timeout(delay);
    try {
      yield* asyncio.asyncWith(scope, function* () {
        print("the body begins", scope.expired());
        yield* asyncio.sleep(0.1);
        print("never");
      });
    } catch (error) {
      print(show(error), scope.expired());
    }
  }
  const scope = asyncio.timeout(0);
  yield* asyncio.asyncWith(scope, function* () {
    print("a body that awaits nothing");
  });
  print(scope.expired());
  print(asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
