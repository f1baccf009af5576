/** Cancelled waiters lose nothing: what was set aside for them goes to the next. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* worker(name: string, semaphore: asyncio.Semaphore) {
  try {
    yield* asyncio.asyncWith(semaphore, function* () {
      print(name, "in");
      yield* asyncio.sleep(0);
    });
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* main() {
  const semaphore = new asyncio.Semaphore(1);
  yield* semaphore.acquire();
  const start = (name: string) => asyncio.createTask(worker(name, semaphore));
  const [a, b, c, d] = [start("a"), start("b"), start("c"), start("d")];
  yield* asyncio.sleep(0);
  semaphore.release();
  a.cancel("woken and cancelled");
  b.cancel("cancelled in the queue");
  yield* asyncio.wait([a, b, c, d]);
  print(semaphore.locked(), yield* semaphore.acquire(), semaphore.locked());
  semaphore.release();
  semaphore.release();
  const [first, second] = [start("first"), start("second")];
  first.cancel("before it began");
  yield* asyncio.wait([first, second]);
}

await asyncio.run(main());
