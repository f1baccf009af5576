/** A task's awaiters and callbacks are called in the order they came, in the turn after it ended. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  print("body");
  asyncio.getRunningLoop().callSoon(print, "scheduled by body");
  return "result";
}

function* awaiter(name: string, task: asyncio.Task<string>) {
  print(name, yield* task);
}

function* main() {
  const task = asyncio.createTask(body());
  task.addDoneCallback((t) => print("callback 1", t.result()));
  const first = asyncio.createTask(awaiter("awaiter 1", task));
  yield* asyncio.sleep(0);
  task.addDoneCallback(() => print("callback 2"));
  yield* first;
  print("main");
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
