/** A cancellation that is taken back before the task has run is as if it had not been. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string) {
  print(name, "runs");
  yield* asyncio.sleep(0);
  return name;
}

function* main() {
  const takenBack = asyncio.createTask(work("taken back"));
  takenBack.cancel();
  print(takenBack.cancelling(), takenBack.uncancel());
  print(yield* takenBack);
  const onceOfTwo = asyncio.createTask(work("never"));
  onceOfTwo.cancel("one");
  onceOfTwo.cancel("two");
  print(onceOfTwo.uncancel());
  try {
    yield* onceOfTwo;
  } catch (error) {
    print(show(error));
  }
  print(onceOfTwo.uncancel(), onceOfTwo.uncancel());
}

await asyncio.run(main());
