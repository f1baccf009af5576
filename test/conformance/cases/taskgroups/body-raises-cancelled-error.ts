/** A CancelledError that the body raises itself ends the tasks, and is raised. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("work is cancelled");
    throw error;
  }
}

function* main() {
  let task: asyncio.Task<void> | undefined;
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      task = group.createTask(work());
      yield* asyncio.sleep(0);
      throw new asyncio.CancelledError("by the body");
    });
  } catch (error) {
    print(show(error));
  }
  print(task?.cancelled(), asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
