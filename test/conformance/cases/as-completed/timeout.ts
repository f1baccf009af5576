/** At the deadline, awaiting the next one raises TimeoutError, in both forms; the tasks go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, delay: number) {
  yield* asyncio.sleep(delay);
  return name;
}

function* main() {
  const slow = asyncio.createTask(work("slow", 0.1));
  try {
    for (const earliest of asyncio.asCompleted([slow, work("fast", 0)], { timeout: 0.04 })) {
      print(yield* earliest);
    }
  } catch (error) {
    print(show(error), slow.done(), slow.cancelling());
  }
  const fast = asyncio.createTask(work("fast", 0));
  try {
    yield* asyncio.asyncFor(asyncio.asCompleted([slow, fast], { timeout: 0.02 }), function* (task) {
      print(task === fast, task.result());
    });
  } catch (error) {
    print(show(error), slow.done());
  }
  print(yield* slow);
}

await asyncio.run(main());
