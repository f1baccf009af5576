/** Cancelled from outside while a failure is being dealt with: the errors go first, the request stays. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail() {
  throw new Boom("child");
}

function* slowCleanup() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    for (let turn = 0; turn < 5; turn++) yield* asyncio.sleep(0);
    print("cleaned up");
  }
}

function* parent() {
  const task = asyncio.currentTask();
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(slowCleanup());
      group.createTask(fail());
      yield* asyncio.sleep(10);
    });
  } catch (error) {
    print(show(error), task?.cancelling());
  }
  try {
    yield* asyncio.sleep(0);
    print("never");
  } catch (error) {
    print("next await", show(error), task?.cancelling());
    throw error;
  }
}

function* main() {
  const task = asyncio.createTask(parent());
  for (let turn = 0; turn < 4; turn++) yield* asyncio.sleep(0);
  print(task.cancelling(), task.cancel("from outside"), task.cancelling());
  try {
    yield* task;
  } catch (error) {
    print("main", (error as Error).constructor.name, task.cancelled());
  }
}

await asyncio.run(main());
