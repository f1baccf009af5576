/** A bounded semaphore counts: released once too often is an error. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const semaphore = new asyncio.BoundedSemaphore(2);
  yield* semaphore.acquire();
  semaphore.release();
  try {
    semaphore.release();
  } catch (error) {
    print(show(error));
  }
  const waiter = yield* asyncio.asyncWith(semaphore, () =>
    asyncio.asyncWith(semaphore, function* () {
      print(semaphore.locked());
      const waiter = asyncio.createTask(semaphore.acquire());
      yield* asyncio.sleep(0);
      print(waiter.done());
      return waiter;
    }),
  );
  print(yield* waiter, semaphore.locked());
  semaphore.release();
  try {
    semaphore.release();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
