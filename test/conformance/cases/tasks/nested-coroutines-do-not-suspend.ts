/** Awaiting a coroutine is a call: no turn of the loop passes unless something really waits. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* leaf(value: number) {
  return value;
}

function* middle(value: number) {
  return (yield* leaf(value)) + 1;
}

function* busy(name: string) {
  let total = 0;
  for (let value = 0; value < 3; value++) total += yield* middle(value);
  print(name, total);
}

function* main() {
  const first = asyncio.createTask(busy("first"));
  const second = asyncio.createTask(busy("second"));
  asyncio.getRunningLoop().callSoon(print, "callback");
  print("main", yield* middle(10));
  yield* first;
  print(second.done());
}

await asyncio.run(main());
