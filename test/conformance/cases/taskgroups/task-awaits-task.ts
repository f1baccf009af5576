/** A task of a group that awaits another one, which fails, has failed with the same error. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fails() {
  yield* asyncio.sleep(0);
  throw new Boom("shared");
}

function* waits(task: asyncio.Task<void>) {
  try {
    yield* task;
  } catch (error) {
    print("waiter:", show(error));
    throw error;
  }
}

function* main() {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      const task = group.createTask(fails());
      group.createTask(waits(task));
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
