/** A task factory makes the tasks; what cannot be one is refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Mine<T> extends asyncio.Task<T> {}

const factory: asyncio.TaskFactory = (loop, coro, options) => {
  print("factory");
  return new Mine(coro, { ...options, loop });
};

function* work() {
  return asyncio.currentTask()?.constructor.name;
}

function* main() {
  const loop = asyncio.getRunningLoop();
  print(loop.getTaskFactory());
  loop.setTaskFactory(factory);
  print(loop.getTaskFactory() === factory);
  print(yield* asyncio.createTask(work(), { name: "a" }));
  print(yield* asyncio.gather([work(), work()]));
  const task = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    return group.createTask(work(), { name: "b" });
  });
  print(task.result());
  loop.setTaskFactory(null);
  print(yield* loop.createTask(work()));
  try {
    loop.setTaskFactory("no factory" as never);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
