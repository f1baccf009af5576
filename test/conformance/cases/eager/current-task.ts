/** While an eager task runs its first step it is the current task, and the one that made it is again afterwards. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

let mainTask: asyncio.Task | null = null;

function* inner() {
  print("inner", asyncio.currentTask() === mainTask);
  yield* asyncio.sleep(0);
  print("inner", asyncio.currentTask()?.getName());
}

function* outer() {
  const own = asyncio.currentTask();
  print("outer", own === mainTask);
  const task = asyncio.createTask(inner(), { name: "i" });
  print("outer", asyncio.currentTask() === own);
  yield* task;
  print("outer", asyncio.currentTask()?.getName());
}

function* main() {
  mainTask = asyncio.currentTask();
  mainTask?.setName("m");
  const factory = asyncio.createEagerTaskFactory((coro, options) => new asyncio.Task(coro, options));
  asyncio.getRunningLoop().setTaskFactory(factory);
  const task = asyncio.createTask(outer(), { name: "o" });
  print("main", asyncio.currentTask()?.getName());
  yield* task;
}

await asyncio.run(main());
