/** Cancelling whoever waits for an item reaches the body, which may clean up, or go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const cautious = asyncio.asyncGenerator(function* cautious() {
  try {
    yield* asyncio.sleep(3600);
  } catch (error) {
    print("body:", show(error));
    yield "instead";
  }
  try {
    yield* asyncio.sleep(3600);
  } finally {
    print("body: cleans up");
  }
  yield "never";
});

function* main() {
  const iterator = cautious();
  for (let i = 0; i < 2; i++) {
    const task = asyncio.createTask(iterator.anext());
    yield* asyncio.sleep(0);
    task.cancel("enough");
    try {
      print(yield* task);
    } catch (error) {
      print(show(error));
    }
  }
  try {
    yield* iterator.anext();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
