/** A timeout is entered once, and rescheduled only while it is active. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const scope = asyncio.timeout(null);
  print(scope, scope.when());
  try {
    scope.reschedule(1);
  } catch (error) {
    print(show(error));
  }
  yield* asyncio.asyncWith(scope, function* () {
    print(scope);
    try {
      yield* asyncio.asyncWith(scope, function* () {
        print("never");
      });
    } catch (error) {
      print(show(error));
    }
  });
  print(scope);
  try {
    scope.reschedule(null);
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.asyncWith(scope, function* () {
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
