/** A timeout is for tasks, inside of a loop. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* in_task() {
  print("in a task");
}

function enter(scope: asyncio.Timeout): void {
  try {
    scope.aenter().next();
  } catch (error) {
    print(show(error));
  }
}

function* main() {
  yield* in_task();
  const scope = asyncio.timeout(1);
  asyncio.getRunningLoop().callSoon(enter, scope);
  yield* asyncio.sleep(0);
}

try {
  asyncio.timeout(1);
} catch (error) {
  print(show(error));
}
await asyncio.run(main());
