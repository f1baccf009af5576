/** A party that is cancelled while the barrier fills leaves room; one more has to come. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* party(name: string, barrier: asyncio.Barrier) {
  try {
    print(name, "passes", yield* barrier.wait());
  } catch (error) {
    print(name, show(error), barrier.nWaiting);
    throw error;
  }
}

function* main() {
  const barrier = new asyncio.Barrier(2);
  const start = (name: string) => asyncio.createTask(party(name, barrier));
  const a = start("a");
  yield* asyncio.sleep(0);
  print(barrier.nWaiting);
  a.cancel("changed its mind");
  yield* asyncio.wait([a]);
  print(barrier.nWaiting, barrier.broken);
  const b = start("b");
  yield* asyncio.sleep(0);
  print("b alone", barrier.nWaiting);
  const c = start("c");
  yield* asyncio.wait([b, c]);
}

await asyncio.run(main());
