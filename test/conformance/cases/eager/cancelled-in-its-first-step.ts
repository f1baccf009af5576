/** An eager task that cancels itself in its first step is cancelled when it blocks, or ends. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* blocks() {
  asyncio.currentTask()?.cancel("by itself");
  print("goes on");
  yield* asyncio.sleep(0);
  print("never");
}

function* ends() {
  asyncio.currentTask()?.cancel("by itself");
  return "a result";
}

function* main() {
  asyncio.getRunningLoop().setTaskFactory(asyncio.eagerTaskFactory);
  for (const coro of [blocks(), ends()] as asyncio.Coroutine<unknown>[]) {
    const task = asyncio.createTask(coro);
    print(task.done(), task.cancelled());
    try {
      print(yield* task);
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
