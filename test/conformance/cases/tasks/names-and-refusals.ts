/** Names; what a task refuses that a plain future allows. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  print("running as", asyncio.currentTask()?.getName());
  yield* asyncio.sleep(0);
}

function* main() {
  const task = asyncio.createTask(body(), { name: "worker 1" });
  const unnamed = asyncio.createTask(body());
  print(task.getName(), unnamed.getName().startsWith("Task-"));
  unnamed.setName("renamed");
  task.setName(7);
  yield* task;
  print(task.getName(), unnamed.getName());
  for (const refused of [() => unnamed.setResult(undefined), () => unnamed.setException(new Boom("no"))]) {
    try {
      refused();
    } catch (error) {
      print(show(error));
    }
  }
  yield* unnamed;
  try {
    asyncio.createTask(42 as never);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
