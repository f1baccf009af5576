/** set wakes all waiters in order, once; clear does not take back what woke them. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waiter(name: string, event: asyncio.Event) {
  print(name, "waits");
  print(name, yield* event.wait(), event.isSet());
}

function* main() {
  const event = new asyncio.Event();
  print(event.isSet());
  const tasks = ["a", "b", "c"].map((name) => asyncio.createTask(waiter(name, event)));
  yield* asyncio.sleep(0);
  tasks[1]?.cancel();
  event.set();
  event.clear();
  const late = asyncio.createTask(waiter("late", event));
  yield* asyncio.wait(tasks);
  print(tasks[1]?.cancelled(), late.done());
  event.set();
  event.set();
  yield* late;
  print(yield* event.wait());
}

await asyncio.run(main());
