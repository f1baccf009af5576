/** Cancellation is thrown in at the await; cleanup runs, and may await, before the task ends. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  try {
    print("waiting");
    yield* asyncio.getRunningLoop().createFuture();
    print("never");
  } catch (error) {
    print("caught", show(error));
    throw error;
  } finally {
    print("cleanup");
    yield* asyncio.sleep(0);
    print("cleanup done");
  }
}

function* main() {
  const task = asyncio.createTask(body());
  yield* asyncio.sleep(0);
  task.cancel("stop");
  print("requested", task.done());
  yield* asyncio.sleep(0);
  print("one turn later", task.done());
  try {
    yield* task;
  } catch (error) {
    print("main", show(error), task.cancelled());
  }
}

await asyncio.run(main());
