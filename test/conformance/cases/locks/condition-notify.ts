/** notify(n) wakes n waiters in order; each goes on when it has the lock again. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waiter(name: string, condition: asyncio.Condition) {
  yield* asyncio.asyncWith(condition, function* () {
    print(name, "waits");
    print(name, yield* condition.wait(), condition.locked());
    yield* asyncio.sleep(0);
    print(name, "leaves");
  });
}

function* main() {
  const condition = new asyncio.Condition();
  const start = (name: string) => asyncio.createTask(waiter(name, condition));
  const [a, b, c, d] = [start("a"), start("b"), start("c"), start("d")];
  for (let turn = 0; turn < 5; turn++) yield* asyncio.sleep(0);
  yield* asyncio.asyncWith(condition, function* () {
    condition.notify();
    print("notified one");
  });
  yield* a;
  yield* asyncio.asyncWith(condition, function* () {
    condition.notify(2);
    yield* asyncio.sleep(0);
    print("still held by main");
  });
  yield* asyncio.wait([a, b, c]);
  print("d waits", d.done());
  yield* asyncio.asyncWith(condition, function* () {
    condition.notifyAll();
  });
  yield* d;
}

await asyncio.run(main());
