/** An inner group that fails is a failure of the outer one, unless it is handled in between. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail(name: string) {
  yield* asyncio.sleep(0);
  throw new Boom(name);
}

function* inner(name: string, handled: boolean) {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(fail(name));
      yield* asyncio.sleep(10);
    });
  } catch (error) {
    print("inner", show(error));
    if (!handled) throw error;
  }
}

function* main() {
  for (const handled of [true, false]) {
    try {
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        group.createTask(inner("deep", handled));
        yield* asyncio.sleep(0.02);
        print("body went on");
      });
    } catch (error) {
      print("outer", show(error));
    }
  }
  print(asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
