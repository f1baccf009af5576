/** A lock that had waiters belongs to their loop, and is refused in another one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const lock = new asyncio.Lock();

function* first() {
  yield* lock.acquire();
  const waiting = asyncio.createTask(lock.acquire());
  yield* asyncio.sleep(0);
  waiting.cancel();
  print("first loop", lock.locked());
}

function* second() {
  try {
    yield* lock.acquire();
  } catch (error) {
    print(show(error).split("<")[0], show(error).split(">").at(-1));
  }
  lock.release();
  print("free, so nobody waits:", yield* lock.acquire());
}

await asyncio.run(first());
await asyncio.run(second());
