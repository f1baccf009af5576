/** First come, first served: a released lock goes to the longest waiter, nobody barges in. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* worker(name: string, lock: asyncio.Lock, rounds: number) {
  for (let round = 0; round < rounds; round++) {
    yield* asyncio.asyncWith(lock, function* () {
      print(name, "has it", round);
      yield* asyncio.sleep(0);
    });
  }
}

function* main() {
  const lock = new asyncio.Lock();
  print(lock.locked(), yield* lock.acquire(), lock.locked());
  const tasks = ["a", "b", "c"].map((name) => asyncio.createTask(worker(name, lock, 2)));
  yield* asyncio.sleep(0);
  lock.release();
  print("released, free for a moment:", lock.locked());
  yield* lock.acquire();
  print("main has it again");
  lock.release();
  for (const task of tasks) yield* task;
  print(lock.locked());
  try {
    lock.release();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
