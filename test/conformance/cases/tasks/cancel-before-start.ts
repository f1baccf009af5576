/** A task that is cancelled before its first step never runs its body. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  print("never");
}

function* main() {
  const task = asyncio.createTask(body());
  print(task.cancel(), task.done(), task.cancelled(), task.cancelling());
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
  print(task.done(), task.cancelled(), task.cancel());
  const withMessage = asyncio.createTask(body());
  withMessage.cancel("not wanted");
  try {
    yield* withMessage;
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
