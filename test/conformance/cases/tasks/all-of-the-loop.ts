/** The tasks of a loop are those that are not done. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  asyncio.currentTask()?.setName("main");
  const tasks = [0, 1, 2].map((i) => asyncio.createTask(asyncio.sleep(0), { name: `task ${i}` }));
  const names = () => [...asyncio.allTasks()].map((task) => task.getName()).sort();
  print(names());
  tasks[1]?.cancel();
  yield* asyncio.sleep(0);
  print(names());
  yield* asyncio.sleep(0);
  print(names());
  asyncio.getRunningLoop().callSoon(() => print(asyncio.currentTask(), names()));
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
const loop = asyncio.newEventLoop();
print(asyncio.allTasks(loop).size === 0 ? "set()" : "tasks", asyncio.currentTask(loop));
for (const outside of [() => asyncio.allTasks(), () => asyncio.currentTask()]) {
  try {
    outside();
  } catch (error) {
    print(show(error));
  }
}
loop.close();
