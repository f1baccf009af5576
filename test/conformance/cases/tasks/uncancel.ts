/** Counting requests: uncancel takes one back, and at zero a pending one is forgotten. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  const task = asyncio.currentTask() as asyncio.Task;
  print("start", task.cancelling(), task.uncancel());
  task.cancel();
  task.cancel();
  print("two requests", task.cancelling());
  print("left", task.uncancel());
  print("left", task.uncancel());
  yield* asyncio.sleep(0);
  print("not cancelled");
  task.cancel("for real");
  try {
    yield* asyncio.sleep(0);
    print("never");
  } catch (error) {
    print(show(error), task.cancelling(), task.uncancel(), task.cancelling());
  }
  return "result";
}

function* main() {
  print(yield* asyncio.createTask(body()));
}

await asyncio.run(main());
