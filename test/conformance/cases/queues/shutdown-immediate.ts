/** Shut down at once, the items are gone, and count as done. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const queue = new asyncio.Queue<number>();
  for (let number = 0; number < 3; number++) queue.putNowait(number);
  queue.getNowait();
  const joiner = asyncio.createTask(queue.join());
  yield* asyncio.sleep(0);
  queue.shutdown({ immediate: true });
  print(queue.qsize());
  yield* asyncio.sleep(0);
  print("one is being worked on:", joiner.done());
  try {
    yield* queue.get();
  } catch (error) {
    print(show(error));
  }
  queue.taskDone();
  yield* joiner;
  try {
    queue.taskDone();
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
