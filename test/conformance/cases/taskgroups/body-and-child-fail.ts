/** What the body raises is in the group with what the tasks raise. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* failsWhileEnding() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    fail("task");
  }
}

function fail(message: string): never {
  throw new Boom(message);
}

function* main() {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(failsWhileEnding());
      yield* asyncio.sleep(0);
      fail("body");
    });
  } catch (error) {
    print(show(error));
  }
  print(asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
