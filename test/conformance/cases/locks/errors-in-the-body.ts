/** A lock is released however its body ends, and refuses to be released when it is free. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const lock = new asyncio.Lock();
  try {
    yield* asyncio.asyncWith(lock, function* () {
      print(lock.locked());
      throw new Boom("body");
    });
  } catch (error) {
    print(show(error), lock.locked());
  }
  try {
    lock.release();
  } catch (error) {
    print(show(error));
  }
  print(yield* lock.acquire(), lock.locked());
  lock.release();
  const condition = new asyncio.Condition();
  for (const refused of [() => condition.notify(), () => condition.notifyAll(), () => condition.release()]) {
    try {
      refused();
    } catch (error) {
      print(show(error));
    }
  }
  try {
    yield* condition.wait();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
