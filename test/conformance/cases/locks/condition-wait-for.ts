/** wait_for looks again after each notification; its result is the predicate's. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* consumer(condition: asyncio.Condition, basket: number[]) {
  yield* asyncio.asyncWith(condition, function* () {
    function enough() {
      print("looks at", basket);
      return basket.length >= 2 && "enough";
    }

    print("consumer", yield* condition.waitFor(enough));
  });
}

function* main() {
  const condition = new asyncio.Condition(new asyncio.Lock());
  const basket: number[] = [];
  const task = asyncio.createTask(consumer(condition, basket));
  yield* asyncio.sleep(0);
  for (const item of [1, 2]) {
    yield* asyncio.asyncWith(condition, function* () {
      basket.push(item);
      condition.notifyAll();
    });
    for (let turn = 0; turn < 3; turn++) yield* asyncio.sleep(0);
  }
  yield* task;
  for (const refused of [() => condition.notify(), () => condition.notifyAll()]) {
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
  try {
    condition.release();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
