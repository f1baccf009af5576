/** Parties pass together, each with a number; the barrier is used again and again. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* party(name: string, barrier: asyncio.Barrier, rounds: number) {
  for (let round = 0; round < rounds; round++) {
    print(name, "arrives", barrier.nWaiting);
    yield* asyncio.asyncWith(barrier, function* (position) {
      print(name, "passes", round, position);
    });
  }
}

function* main() {
  const barrier = new asyncio.Barrier(3);
  print(barrier.parties, barrier.nWaiting, barrier.broken);
  yield* asyncio.gather([..."abc"].map((name) => party(name, barrier, 2)));
  print(barrier.nWaiting, barrier.broken);
  print(yield* new asyncio.Barrier(1).wait());
  try {
    new asyncio.Barrier(0);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
