/** An error that a cancelled task raises in its cleanup is what it ends with. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    fail();
  }
}

function fail(): never {
  throw new Boom("in cleanup");
}

function* main() {
  const task = asyncio.createTask(work());
  yield* asyncio.sleep(0);
  task.cancel();
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
  print(task.cancelled(), task.done(), task.cancelling(), show(task.exception()));
}

await asyncio.run(main());
