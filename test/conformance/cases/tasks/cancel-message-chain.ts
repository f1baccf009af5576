/** Cancelling a task cancels what it awaits, down to the innermost future, with the message. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* inner(future: asyncio.Future) {
  try {
    yield* future;
  } catch (error) {
    print("inner", show(error));
    throw error;
  }
}

function* middle(task: asyncio.Task<void>) {
  try {
    yield* task;
  } catch (error) {
    print("middle", show(error));
    throw error;
  }
}

function* main() {
  const future = asyncio.getRunningLoop().createFuture();
  const innerTask = asyncio.createTask(inner(future));
  const middleTask = asyncio.createTask(middle(innerTask));
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  middleTask.cancel("from the top");
  print(middleTask.cancelling(), innerTask.cancelling(), future.cancelled());
  try {
    yield* middleTask;
  } catch (error) {
    print("main", show(error));
  }
  print(innerTask.cancelled(), middleTask.cancelled());
}

await asyncio.run(main());
