/** A parent that is cancelled again and again while it leaves waits for its tasks all the same. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* slowToEnd() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    for (let i = 0; i < 3; i++) yield* asyncio.sleep(0);
    print("task has ended");
  }
}

function* parent() {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(slowToEnd());
    });
  } finally {
    print("group is over", asyncio.currentTask()?.cancelling());
  }
}

function* main() {
  const task = asyncio.createTask(parent());
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  task.cancel("first");
  yield* asyncio.sleep(0);
  task.cancel("second");
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
