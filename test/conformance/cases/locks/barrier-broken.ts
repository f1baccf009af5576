/** reset sends those inside away and starts over; abort breaks the barrier until it is reset. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* party(name: string, barrier: asyncio.Barrier) {
  try {
    print(name, "passes", yield* barrier.wait());
  } catch (error) {
    print(name, show(error), barrier.broken);
  }
}

function* main() {
  const barrier = new asyncio.Barrier(3);
  const start = (name: string) => asyncio.createTask(party(name, barrier));
  let [a, b] = [start("a"), start("b")];
  yield* asyncio.sleep(0);
  print(barrier.nWaiting);
  yield* barrier.reset();
  yield* asyncio.wait([a, b]);
  print(barrier.nWaiting, barrier.broken);
  a = start("a");
  yield* asyncio.sleep(0);
  yield* barrier.abort();
  b = start("b");
  yield* asyncio.wait([a, b]);
  print(barrier.nWaiting, barrier.broken);
  yield* barrier.reset();
  print(barrier.broken);
  yield* asyncio.gather([..."cde"].map((name) => party(name, barrier)));
}

await asyncio.run(main());
