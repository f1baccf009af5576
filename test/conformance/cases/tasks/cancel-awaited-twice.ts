/** Cancelling a task cancels the future it awaits, also for the others who await it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waiter(name: string, future: asyncio.Future) {
  try {
    yield* future;
  } catch (error) {
    print(name, show(error), asyncio.currentTask()?.cancelling());
    throw error;
  }
}

function* main() {
  const future = asyncio.getRunningLoop().createFuture();
  const a = asyncio.createTask(waiter("a", future));
  const b = asyncio.createTask(waiter("b", future));
  yield* asyncio.sleep(0);
  a.cancel("only a was meant");
  const results = yield* asyncio.gather([a, b], { returnExceptions: true });
  print(results.map(show), future.cancelled());
}

await asyncio.run(main());
