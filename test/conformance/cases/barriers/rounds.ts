/** A barrier is used again and again; nobody gets into a round that is still going out. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* runner(name: string, barrier: asyncio.Barrier, log: string[]) {
  for (let lap = 0; lap < 3; lap++) {
    log.push(`${name}${lap}`);
    yield* asyncio.asyncWith(barrier, function* (place) {
      if (place === 0) print(lap, log.slice(-2).sort(), barrier.nWaiting);
    });
  }
}

function* main() {
  const barrier = new asyncio.Barrier(2);
  const log: string[] = [];
  yield* asyncio.gather([runner("a", barrier, log), runner("b", barrier, log)]);
  print(log.length, barrier.nWaiting, barrier.broken);
  for (const parties of [0, -1]) {
    try {
      new asyncio.Barrier(parties);
    } catch (error) {
      print(show(error));
    }
  }
  const single = new asyncio.Barrier(1);
  print(yield* single.wait(), yield* single.wait());
}

await asyncio.run(main());
