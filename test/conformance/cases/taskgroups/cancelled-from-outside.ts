/** A cancellation from outside cancels the tasks and is passed on, in the body and in the exit. */
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

function* parent(inBody: boolean) {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(child("child"));
      group.createTask(asyncio.sleep(10));
      if (inBody) yield* asyncio.sleep(10);
    });
  } catch (error) {
    print("parent", show(error), asyncio.currentTask()?.cancelling());
    throw error;
  }
}

function* main() {
  for (const inBody of [true, false]) {
    const task = asyncio.createTask(parent(inBody));
    yield* asyncio.sleep(0);
    yield* asyncio.sleep(0);
    task.cancel("from outside");
    try {
      yield* task;
    } catch (error) {
      print("main", show(error), task.cancelled());
    }
  }
}

await asyncio.run(main());
