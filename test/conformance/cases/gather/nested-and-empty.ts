/** Gathers of gathers keep the order; one of nothing is done at once. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* value<T>(result: T, turns: number) {
  for (let i = 0; i < turns; i++) yield* asyncio.sleep(0);
  return result;
}

function* main() {
  print(yield* asyncio.gather([]));
  print(yield* asyncio.gather([asyncio.gather([value(1, 3), value(2, 0)]), value(3, 1), asyncio.gather([])]));
  const future = asyncio.getRunningLoop().createFuture<string>();
  future.setResult("a future");
  print(yield* asyncio.gather([future, value("a coroutine", 0), asyncio.createTask(value("a task", 2))]));
}

await asyncio.run(main());
