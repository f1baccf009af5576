/** A task that cancels itself goes on until its next await; if there is none, it ends as cancelled. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* awaits_later() {
  asyncio.currentTask()?.cancel("by myself");
  print("still running");
  try {
    yield* asyncio.sleep(0);
  } catch (error) {
    print("at the await:", show(error));
    throw error;
  }
}

function* returns() {
  asyncio.currentTask()?.cancel("on the way out");
  return "lost";
}

function* main() {
  for (const body of [awaits_later, returns]) {
    const task = asyncio.createTask<unknown>(body());
    try {
      print(yield* task);
    } catch (error) {
      print(body.name, show(error), task.cancelled());
    }
  }
}

await asyncio.run(main());
