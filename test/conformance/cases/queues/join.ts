/** join waits for task_done, not for get; new items keep it waiting. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* joiner(name: string, queue: asyncio.Queue<number>) {
  yield* queue.join();
  print(name, "joined");
}

function* main() {
  const queue = new asyncio.Queue<number>();
  yield* queue.join();
  print("an empty queue is joined at once");
  queue.putNowait(1);
  const task = asyncio.createTask(joiner("first", queue));
  yield* asyncio.sleep(0);
  yield* queue.get();
  queue.putNowait(2);
  queue.taskDone();
  yield* asyncio.sleep(0);
  print("one is left", task.done());
  yield* queue.get();
  queue.taskDone();
  queue.putNowait(3);
  yield* task;
  print("joined although one came since", queue.qsize());
}

await asyncio.run(main());
