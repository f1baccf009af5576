/** All who join a queue go on when the last item is done; more dones than items are refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* joins(name: string, queue: asyncio.Queue<unknown>) {
  yield* queue.join();
  print(name, "joined");
}

function* main() {
  const queue = new asyncio.Queue<unknown>();
  yield* queue.join();
  for (const item of [0, 1]) queue.putNowait(item);
  const tasks = [..."ab"].map((name) => asyncio.createTask(joins(name, queue)));
  yield* asyncio.sleep(0);
  queue.getNowait();
  queue.taskDone();
  queue.getNowait();
  yield* asyncio.sleep(0);
  print(tasks.map((task) => task.done()));
  queue.taskDone();
  yield* asyncio.gather(tasks);
  try {
    queue.taskDone();
  } catch (error) {
    print(show(error));
  }
  queue.putNowait("more");
  const [done] = yield* asyncio.wait([asyncio.createTask(queue.join())], { timeout: 0.01 });
  print(done.size === 0 ? "set()" : "done");
}

await asyncio.run(main());
