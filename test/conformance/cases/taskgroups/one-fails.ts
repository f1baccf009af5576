/** One failure cancels the siblings and the body; the error comes in a group. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail() {
  yield* asyncio.sleep(0);
  print("fail raises");
  throw new Boom("one");
}

function* sibling() {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("sibling", show(error));
    yield* asyncio.sleep(0);
    print("sibling cleaned up");
    throw error;
  }
}

function* main() {
  let other: asyncio.Task<void> | undefined;
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(fail());
      other = group.createTask(sibling());
      try {
        yield* asyncio.sleep(10);
      } catch (error) {
        print("body", show(error), asyncio.currentTask()?.cancelling());
        throw error;
      }
    });
  } catch (error) {
    print(show(error), other?.cancelled(), asyncio.currentTask()?.cancelling());
  }
  yield* asyncio.sleep(0);
  print("main is not cancelled");
}

await asyncio.run(main());
