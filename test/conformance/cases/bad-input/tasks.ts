/** What is no coroutine makes no task, and the loop goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  return "done";
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  const { createTask, Task } = asyncio;
  for (const refused of [5, "text", [1]] as never[]) {
    for (const make of [
      createTask,
      (coro: never) => loop.createTask(coro),
      (coro: never) => new Task(coro),
    ]) {
      try {
        make(refused);
      } catch (error) {
        print(show(error));
      }
    }
    try {
      asyncio.ensureFuture(refused);
    } catch (error) {
      print(show(error));
    }
  }
  for (const make of [createTask, (coro: never) => new Task(coro)]) {
    try {
      make(future as never);
    } catch (error) {
      print(show(error).slice(0, 45));
    }
  }
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    try {
      group.createTask(7 as never);
    } catch (error) {
      print(show(error));
    }
    print(yield* group.createTask(work()));
  });
  for (const factory of [5, "text"]) {
    try {
      loop.setTaskFactory(factory as never);
    } catch (error) {
      print(show(error));
    }
  }
  print(asyncio.allTasks().size, yield* createTask(work()));
  future.cancel();
}

await asyncio.run(main());
