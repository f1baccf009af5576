/** Cancelling who awaits a shield leaves the inner task running. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* inner() {
  yield* asyncio.sleep(0.02);
  print("inner ends");
  return "result";
}

function* outer(task: asyncio.Task<string>) {
  try {
    yield* asyncio.shield(task);
  } catch (error) {
    print("outer", show(error));
    throw error;
  }
}

function* main() {
  const task = asyncio.createTask(inner());
  const waiting = asyncio.createTask(outer(task));
  yield* asyncio.sleep(0);
  waiting.cancel("leave");
  try {
    yield* waiting;
  } catch (error) {
    print("main", show(error), task.done(), task.cancelling());
  }
  print(yield* task);
  print(yield* asyncio.shield(task), asyncio.shield(task) === task);
}

await asyncio.run(main());
