/** What is done cannot be cancelled; cancelling twice counts twice. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  yield* asyncio.sleep(10);
}

function* main() {
  const done = asyncio.createTask(asyncio.sleep(0, "result"));
  yield* done;
  print(done.cancel(), done.cancelled(), done.result(), done.cancelling());
  const task = asyncio.createTask(work());
  yield* asyncio.sleep(0);
  print(task.cancel("first"), task.cancel("second"), task.cancelling());
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
  print(task.cancel("third"), task.cancelling());
}

await asyncio.run(main());
