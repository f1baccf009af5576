/** current_task and all_tasks, from tasks, from callbacks, and as tasks end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function names(): string[] {
  return [...asyncio.allTasks()].map((task) => task.getName()).sort();
}

function* worker() {
  print("current", asyncio.currentTask()?.getName(), names());
  yield* asyncio.sleep(0);
}

function* main() {
  asyncio.currentTask()?.setName("main");
  const loop = asyncio.getRunningLoop();
  const b = asyncio.createTask(worker(), { name: "b" });
  const a = asyncio.createTask(worker(), { name: "a" });
  loop.callSoon(() => print("in callback", asyncio.currentTask()));
  print("current", asyncio.currentTask()?.getName(), names());
  yield* b;
  print("b ended", names());
  yield* a;
  print("a ended", names(), asyncio.currentTask(loop) === asyncio.currentTask());
}

await asyncio.run(main());
try {
  asyncio.currentTask();
} catch (error) {
  print(show(error));
}
try {
  asyncio.allTasks();
} catch (error) {
  print(show(error));
}
