/** Without a limit it waits as long as it takes, in the task that waits. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  yield* asyncio.sleep(0);
  return asyncio.currentTask()?.getName();
}

function* main() {
  asyncio.currentTask()?.setName("main");
  print(yield* asyncio.waitFor(work(), null));
  print(yield* asyncio.waitFor(work(), 10));
  const task = asyncio.createTask(work(), { name: "a task of its own" });
  print(yield* asyncio.waitFor(task, 10));
  try {
    yield* asyncio.waitFor(asyncio.createTask(fails()), 10);
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.waitFor(asyncio.sleep(10), 0.01);
  } catch (error) {
    print(show(error), show((error as Error).cause), asyncio.currentTask()?.cancelling());
  }
}

function* fails() {
  throw new Boom("inner");
}

await asyncio.run(main());
