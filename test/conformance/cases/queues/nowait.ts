/** Without waiting: full and empty are errors, and so is one task_done too many. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const queue = new asyncio.Queue<string>(1);
  for (const attempt of [
    () => queue.getNowait(),
    () => queue.putNowait("one"),
    () => queue.putNowait("two"),
    () => queue.getNowait(),
    () => queue.taskDone(),
    () => queue.taskDone(),
  ]) {
    try {
      print(attempt(), queue.qsize());
    } catch (error) {
      print(show(error));
    }
  }
  const endless = new asyncio.Queue<number>();
  for (let number = 0; number < 20; number++) endless.putNowait(number);
  const items = Array.from({ length: 20 }, () => endless.getNowait());
  print(endless.full(), endless.maxsize, items);
}

await asyncio.run(main());
