/** A timeout around a TaskGroup ends its tasks, one inside of a task only that. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* sleeps(name: string) {
  try {
    yield* asyncio.sleep(10);
  } finally {
    print(name, "ends");
  }
}

function* limited() {
  try {
    yield* asyncio.asyncWith(asyncio.timeout(0.01), function* () {
      yield* sleeps("limited");
    });
  } catch (error) {
    if (error instanceof asyncio.TimeoutError) return "timed out";
    throw error;
  }
}

function* main() {
  let task: asyncio.Task<string | undefined> | undefined;
  try {
    yield* asyncio.asyncWith(asyncio.timeout(0.05), function* () {
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        task = group.createTask(limited());
        group.createTask(sleeps("a"));
        group.createTask(sleeps("b"));
      });
    });
  } catch (error) {
    print(show(error), show((error as Error).cause));
  }
  print(task?.result());
}

await asyncio.run(main());
