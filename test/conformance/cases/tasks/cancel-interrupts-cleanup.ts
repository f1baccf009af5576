/** A second request interrupts the cleanup that the first one started. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    print("cleanup");
    try {
      yield* asyncio.sleep(10);
    } catch (error) {
      print("cleanup interrupted", show(error));
      // biome-ignore lint/correctness/noUnsafeFinally: that is what the case is about
      throw error;
    }
  }
}

function* main() {
  const task = asyncio.createTask(body());
  yield* asyncio.sleep(0);
  task.cancel("first");
  yield* asyncio.sleep(0);
  task.cancel("second");
  try {
    yield* task;
  } catch (error) {
    print("main", show(error), task.cancelling());
  }
}

await asyncio.run(main());
