/** An aborted barrier raises for those who wait and those who come, until it is reset. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, barrier: asyncio.Barrier) {
  try {
    print(name, yield* barrier.wait());
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const barrier = new asyncio.Barrier(3);
  const tasks = [..."ab"].map((name) => asyncio.createTask(waits(name, barrier)));
  yield* asyncio.sleep(0);
  print(barrier.nWaiting, barrier.broken);
  yield* barrier.abort();
  yield* asyncio.gather(tasks);
  print(barrier.nWaiting, barrier.broken);
  yield* waits("c", barrier);
  yield* barrier.reset();
  print(barrier.nWaiting, barrier.broken);
  yield* asyncio.gather([..."def"].map((name) => waits(name, barrier)));
}

await asyncio.run(main());
