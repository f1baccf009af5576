/** Several tasks on one future wake in the order they began to wait, among its other callbacks. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waiter(name: string, future: asyncio.Future<number>) {
  print(name, "waits");
  print(name, "got", yield* future);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<number>();
  const tasks = ["a", "b", "c"].map((name) => asyncio.createTask(waiter(name, future)));
  yield* asyncio.sleep(0);
  future.addDoneCallback(() => print("callback"));
  tasks.push(asyncio.createTask(waiter("d", future)));
  yield* asyncio.sleep(0);
  future.setResult(7);
  tasks[1]?.cancel();
  print("set");
  for (const task of tasks) {
    try {
      yield* task;
    } catch {
      print("cancelled:", tasks.indexOf(task));
    }
  }
}

await asyncio.run(main());
