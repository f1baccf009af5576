/** An eager task runs inside of create_task up to its first wait; one that never waits is done then. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

let mainTask: asyncio.Task | null = null;

function* work(name: string, waits: boolean) {
  print(name, "runs", asyncio.currentTask() !== mainTask);
  if (waits) {
    yield* asyncio.sleep(0);
    print(name, "goes on");
  }
  return name;
}

function* main() {
  const loop = asyncio.getRunningLoop();
  mainTask = asyncio.currentTask();
  print(loop.getTaskFactory());
  loop.setTaskFactory(asyncio.eagerTaskFactory);
  const quick = asyncio.createTask(work("quick", false), { name: "quick task" });
  print("created", quick.done(), quick.result(), asyncio.currentTask() === mainTask);
  const slow = asyncio.createTask(work("slow", true), { name: "slow task" });
  const all = asyncio.allTasks() as Set<asyncio.Future>;
  print("created", slow.done(), all.has(slow as asyncio.Future), all.has(quick as asyncio.Future));
  loop.callSoon(print, "callback");
  print(yield* slow, yield* quick);
  print(yield* asyncio.gather([work("a", false), work("b", true), work("c", false)]));
  loop.setTaskFactory(null);
  const lazy = asyncio.createTask(work("lazy", false), { name: "lazy task" });
  print("created", lazy.done());
  yield* lazy;
  try {
    loop.setTaskFactory(42 as never);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
