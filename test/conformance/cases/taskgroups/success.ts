/** The group waits for its tasks, also for those that they add; results are the tasks'. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(name: string, turns: number, group?: asyncio.TaskGroup): asyncio.Coroutine<string> {
  for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
  group?.createTask(work(`${name}'s child`, 1), { name: "child" });
  print(name, "ends");
  return name;
}

function* main() {
  const [a, b] = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    const a = group.createTask(work("a", 3, group));
    const b = group.createTask(work("b", 1), { name: "worker b" });
    print("body ends", a.done(), b.getName());
    return [a, b];
  });
  print("group ends", a?.result(), b?.result(), asyncio.currentTask()?.cancelling());
  yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* () {
    print("empty");
  });
  print("end");
}

await asyncio.run(main());
