/** An eager task runs at once until it blocks; one that does not block is done when it is made. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* quick(result: number) {
  print("quick", result);
  return result;
}

function* blocks(name: string) {
  print(name, "begins");
  yield* asyncio.sleep(0);
  print(name, "goes on");
  return name;
}

function* main() {
  asyncio.getRunningLoop().setTaskFactory(asyncio.eagerTaskFactory);
  const task = asyncio.createTask(quick(1));
  print("made", task.done(), task.result());
  const [one, two] = [asyncio.createTask(blocks("one")), asyncio.createTask(blocks("two"))];
  print("made", one.done(), two.done());
  print(yield* asyncio.gather([one, two, quick(3)]));
  print(asyncio.allTasks().size);
}

await asyncio.run(main());
