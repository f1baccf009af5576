/** A cancelled task may await in its cleanup, for as long as it likes. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    for (let step = 0; step < 3; step++) {
      print("cleanup", step);
      yield* asyncio.sleep(0);
    }
  }
}

function* main() {
  const task = asyncio.createTask(work());
  yield* asyncio.sleep(0);
  task.cancel();
  for (let turn = 0; turn < 5; turn++) {
    print("turn", turn, task.done());
    yield* asyncio.sleep(0);
  }
  print(task.cancelled());
}

await asyncio.run(main());
