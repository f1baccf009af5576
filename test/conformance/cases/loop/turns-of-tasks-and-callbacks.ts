/** Tasks, callbacks and future wake-ups share one queue, one batch a turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* stepper(name: string, steps: number) {
  for (let step = 0; step < steps; step++) {
    print(name, step);
    yield* asyncio.sleep(0);
  }
  print(name, "end");
}

function* waiter(future: asyncio.Future<string>) {
  print("waiter got", yield* future);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<string>();
  const tasks = [
    asyncio.createTask(waiter(future)),
    asyncio.createTask(stepper("a", 3)),
    asyncio.createTask(stepper("b", 2)),
  ];
  loop.callSoon(print, "callback");
  loop.callSoon(() => future.setResult("value"));
  future.addDoneCallback(() => print("future callback"));
  for (const task of tasks) yield* task;
  print("main end");
}

await asyncio.run(main());
