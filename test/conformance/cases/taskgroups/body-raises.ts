/** An error of the body cancels the tasks, and comes in a group as well. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child() {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("child", show(error));
    throw error;
  }
}

function* main() {
  let task: asyncio.Task<void> | undefined;
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      task = group.createTask(child());
      yield* asyncio.sleep(0);
      throw new Boom("body");
    });
  } catch (error) {
    print(show(error), task?.cancelled());
  }
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      task = group.createTask(child());
      throw new Boom("before the first turn");
    });
  } catch (error) {
    print(show(error), task?.cancelled());
  }
}

await asyncio.run(main());
