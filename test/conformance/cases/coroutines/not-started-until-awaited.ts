/** Calling a coroutine function runs nothing; awaiting runs up to the first real wait at once. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string) {
  print(name, "runs");
  yield* asyncio.sleep(0);
  print(name, "ends");
  return name;
}

function* main() {
  const first = work("first");
  const second = work("second");
  print("called");
  print(yield* second);
  const task = asyncio.createTask(first);
  print("task created");
  print(yield* task);
}

await asyncio.run(main());
