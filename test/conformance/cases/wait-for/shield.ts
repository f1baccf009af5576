/** A shield keeps the awaited task alive beyond the deadline. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  yield* asyncio.sleep(0.05);
  print("work ends");
  return "result";
}

function* main() {
  const task = asyncio.createTask(work());
  try {
    yield* asyncio.waitFor(asyncio.shield(task), 0.02);
  } catch (error) {
    print(show(error), task.done(), task.cancelling());
  }
  print(yield* task);
}

await asyncio.run(main());
