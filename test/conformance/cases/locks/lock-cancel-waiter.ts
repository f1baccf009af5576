/** A waiter that is cancelled passes its turn on, also when it was woken already. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* worker(name: string, lock: asyncio.Lock) {
  try {
    yield* asyncio.asyncWith(lock, function* () {
      print(name, "has it");
      yield* asyncio.sleep(0);
    });
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* main() {
  const lock = new asyncio.Lock();
  yield* lock.acquire();
  const start = (name: string) => asyncio.createTask(worker(name, lock));
  const [a, b, c, d] = [start("a"), start("b"), start("c"), start("d")];
  yield* asyncio.sleep(0);
  b.cancel("in the queue");
  yield* asyncio.sleep(0);
  lock.release();
  a.cancel("already woken");
  print("released", lock.locked());
  yield* asyncio.wait([a, b, c, d]);
  print(a.cancelled(), b.cancelled(), c.cancelled(), d.cancelled(), lock.locked());
  yield* lock.acquire();
  const e = start("e");
  yield* asyncio.sleep(0);
  e.cancel();
  lock.release();
  print("jumps the cancelled queue", yield* lock.acquire());
}

await asyncio.run(main());
