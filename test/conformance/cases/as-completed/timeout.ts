/** At the deadline, awaiting the next one raises TimeoutError, in both forms; the tasks go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, ready: asyncio.Event) {
  yield* ready.wait();
  return name;
}

function* main() {
  const now = new asyncio.Event();
  now.set();
  const later = new asyncio.Event();
  const slow = asyncio.createTask(work("slow", later));
  try {
    for (const earliest of asyncio.asCompleted([slow, work("fast", now)], { timeout: 0.04 })) {
      print(yield* earliest);
    }
  } catch (error) {
    print(show(error), slow.done(), slow.cancelling());
  }
  const fast = asyncio.createTask(work("fast", now));
  try {
    yield* asyncio.asyncFor(asyncio.asCompleted([slow, fast], { timeout: 0.02 }), function* (task) {
      print(task === fast, task.result());
    });
  } catch (error) {
    print(show(error), slow.done());
  }
  later.set();
  print(yield* slow);
}

await asyncio.run(main());
