/** Moving the deadline: later, away, into the past; and when that is refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const scope = asyncio.timeout(0.02);
  try {
    scope.reschedule(1);
  } catch (error) {
    print(show(error));
  }
  yield* asyncio.asyncWith(scope, function* () {
    scope.reschedule(loop.time() + 10);
    yield* asyncio.sleep(0.05);
    print("moved", scope.expired());
    scope.reschedule(null);
    print(scope.when());
  });
  try {
    yield* asyncio.asyncWith(scope, function* () {
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
  try {
    scope.reschedule(null);
  } catch (error) {
    print(show(error));
  }
  const late = asyncio.timeout(null);
  try {
    yield* asyncio.asyncWith(late, function* () {
      late.reschedule(loop.time() - 1);
      print("still running", late.expired());
      yield* asyncio.sleep(0);
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
  try {
    late.reschedule(null);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
