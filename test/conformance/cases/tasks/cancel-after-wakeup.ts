/** Cancelled between the result and the wake-up: the await raises, and the result is lost. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body(future: asyncio.Future<string>) {
  try {
    print("got", yield* future);
  } catch (error) {
    print("cancelled", show(error), future.result());
    throw error;
  }
}

function* main() {
  const future = asyncio.getRunningLoop().createFuture<string>();
  const task = asyncio.createTask(body(future));
  yield* asyncio.sleep(0);
  future.setResult("value");
  print(task.cancel("too late?"));
  try {
    yield* task;
  } catch (error) {
    print("main", show(error));
  }
}

await asyncio.run(main());
