/** An event that is set and cleared at once lets those go who waited. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, event: asyncio.Event) {
  print(name, yield* event.wait(), event.isSet());
}

function* main() {
  const event = new asyncio.Event();
  const tasks = [..."abc"].map((name) => asyncio.createTask(waits(name, event)));
  yield* asyncio.sleep(0);
  event.set();
  event.set();
  event.clear();
  const late = asyncio.createTask(waits("late", event));
  tasks[1]?.cancel();
  yield* asyncio.wait(tasks);
  print(tasks[1]?.cancelled(), late.done(), event.isSet());
  event.set();
  yield* late;
  print(yield* event.wait());
}

await asyncio.run(main());
