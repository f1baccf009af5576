/** A task may decline to be cancelled; the count of requests remains. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* stubborn() {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      yield* asyncio.sleep(10);
    } catch (error) {
      print("declined", show(error), asyncio.currentTask()?.cancelling());
    }
  }
  return "finished anyway";
}

function* main() {
  const task = asyncio.createTask(stubborn());
  for (let attempt = 0; attempt < 2; attempt++) {
    yield* asyncio.sleep(0);
    print(task.cancel(`request ${attempt}`));
  }
  print(yield* task, task.cancelled(), task.cancelling());
}

await asyncio.run(main());
