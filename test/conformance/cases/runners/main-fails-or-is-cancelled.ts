/** What main raises, run raises, once the rest has been cancelled. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* rest() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    print("the rest ends");
  }
}

function* fails() {
  asyncio.createTask(rest());
  yield* asyncio.sleep(0);
  throw new Boom("main");
}

function* cancelsItself() {
  asyncio.createTask(rest());
  yield* asyncio.sleep(0);
  asyncio.currentTask()?.cancel("by itself");
  yield* asyncio.sleep(0);
}

for (const main of [fails, cancelsItself]) {
  try {
    await asyncio.run(main());
  } catch (error) {
    print(show(error));
  }
}
