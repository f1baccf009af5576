/** Who is cancelled while it gets the lock back has it when it raises, and passes its notification on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, condition: asyncio.Condition) {
  try {
    yield* asyncio.asyncWith(condition, function* () {
      yield* condition.wait();
      print(name, "goes on");
    });
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* main() {
  const condition = new asyncio.Condition();
  const one = asyncio.createTask(waits("one", condition));
  const two = asyncio.createTask(waits("two", condition));
  for (let i = 0; i < 3; i++) yield* asyncio.sleep(0);
  yield* condition.acquire();
  condition.notify(1);
  yield* asyncio.sleep(0);
  one.cancel("while it waits for the lock");
  yield* asyncio.sleep(0);
  print(one.done(), condition.locked());
  condition.release();
  yield* asyncio.wait([one, two], { timeout: 0.05 });
  print(one.cancelled(), two.done(), condition.locked());
}

await asyncio.run(main());
