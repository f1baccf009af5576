/** A task that is cancelled by somebody else while it is waited for is cancelled, not late. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(task: asyncio.Task<void>, limit: number | null) {
  try {
    yield* asyncio.waitFor(task, limit);
  } catch (error) {
    print("waiter:", show(error));
    throw error;
  }
}

function* main() {
  let task = asyncio.createTask(asyncio.sleep(10));
  let waiter = asyncio.createTask(waits(task, 5));
  yield* asyncio.sleep(0);
  task.cancel("by main");
  yield* asyncio.wait([waiter]);
  print(waiter.cancelled(), task.cancelled());
  task = asyncio.createTask(asyncio.sleep(10));
  waiter = asyncio.createTask(waits(task, null));
  yield* asyncio.sleep(0);
  waiter.cancel("the waiter");
  yield* asyncio.wait([waiter]);
  print(waiter.cancelled(), task.cancelled());
}

await asyncio.run(main());
