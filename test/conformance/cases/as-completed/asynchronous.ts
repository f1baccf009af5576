/** The asynchronous iterator gives the tasks themselves, done. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number) {
  for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
  return name;
}

function* main() {
  const tasks = new Map([
    [asyncio.createTask(work("slow", 9)), "slow task"],
    [asyncio.createTask(work("fast", 1)), "fast task"],
  ]);
  yield* asyncio.asyncFor(asyncio.asCompleted(tasks.keys()), function* (task) {
    print(tasks.get(task as asyncio.Task<string>), task.done(), task.result(), yield* task);
  });
  print("end");
}

await asyncio.run(main());
