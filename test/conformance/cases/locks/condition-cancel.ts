/** A cancelled waiter takes the lock first, then raises, and hands its notification on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waiter(name: string, condition: asyncio.Condition) {
  try {
    yield* asyncio.asyncWith(condition, function* () {
      print(name, "waits");
      try {
        yield* condition.wait();
        print(name, "notified");
      } catch (error) {
        print(name, show(error), condition.locked());
        throw error;
      }
    });
  } finally {
    print(name, "out");
  }
}

function* main() {
  const condition = new asyncio.Condition();
  const start = (name: string) => asyncio.createTask(waiter(name, condition));
  const [a, b, c] = [start("a"), start("b"), start("c")];
  for (let turn = 0; turn < 4; turn++) yield* asyncio.sleep(0);
  yield* asyncio.asyncWith(condition, function* () {
    condition.notify();
    a.cancel("notified, but cancelled");
    print("main holds the lock");
    for (let turn = 0; turn < 3; turn++) yield* asyncio.sleep(0);
    a.cancel("once more, while it waits for the lock");
  });
  yield* asyncio.wait([a]);
  yield* asyncio.wait([b], { timeout: 0.02 });
  print(a.cancelled(), b.done(), c.done());
  c.cancel("no notification");
  yield* asyncio.wait([c]);
  print(c.cancelled(), condition.locked());
}

await asyncio.run(main());
