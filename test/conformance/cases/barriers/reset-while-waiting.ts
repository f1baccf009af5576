/** Resetting a barrier raises for those who wait, and for nobody who comes later. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, barrier: asyncio.Barrier) {
  try {
    const index = yield* barrier.wait();
    print(name, "passed", index >= 0 && index < barrier.parties);
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const barrier = new asyncio.Barrier(2);
  const one = asyncio.createTask(waits("one", barrier));
  yield* asyncio.sleep(0);
  yield* barrier.reset();
  print(barrier.broken);
  yield* one;
  print(barrier.broken, barrier.nWaiting);
  yield* asyncio.gather([waits("two", barrier), waits("three", barrier)]);
}

await asyncio.run(main());
