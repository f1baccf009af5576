/** Two conditions may share a lock; who is notified goes on when it gets it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, condition: asyncio.Condition) {
  yield* asyncio.asyncWith(condition, function* () {
    print(name, "waits");
    yield* condition.wait();
    print(name, "goes on", condition.locked());
    yield* asyncio.sleep(0);
  });
  print(name, "is out");
}

function* main() {
  const lock = new asyncio.Lock();
  const [red, green] = [new asyncio.Condition(lock), new asyncio.Condition(lock)];
  const tasks = (
    [
      ["red", red],
      ["green", green],
      ["red 2", red],
    ] as const
  ).map((each) => asyncio.createTask(waits(each[0], each[1])));
  for (let i = 0; i < 4; i++) yield* asyncio.sleep(0);
  yield* asyncio.asyncWith(lock, function* () {
    print("locked", red.locked(), green.locked());
    red.notifyAll();
    green.notify(5);
    yield* asyncio.sleep(0);
    print("nobody goes on yet");
  });
  yield* asyncio.gather(tasks);
}

await asyncio.run(main());
