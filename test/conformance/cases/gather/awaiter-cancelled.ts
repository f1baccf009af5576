/** Cancelling the task that awaits a gather cancels the children through it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* parent() {
  try {
    yield* asyncio.gather([child("a"), asyncio.gather([child("b"), child("c")])]);
  } catch (error) {
    print("parent", show(error));
    throw error;
  }
}

function* main() {
  const task = asyncio.createTask(parent());
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  task.cancel("from outside");
  try {
    yield* task;
  } catch (error) {
    print("main", show(error), task.cancelled());
  }
}

await asyncio.run(main());
