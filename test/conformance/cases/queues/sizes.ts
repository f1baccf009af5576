/** What a queue says of its size, with a limit and without one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  for (const maxsize of [0, -3, 2]) {
    const queue = new asyncio.Queue<string>(maxsize);
    print(queue.maxsize, queue.qsize(), queue.empty(), queue.full());
    queue.putNowait("a");
    queue.putNowait("b");
    print(queue.qsize(), queue.empty(), queue.full());
    try {
      queue.putNowait("c");
      print("a third one");
    } catch (error) {
      print(show(error));
    }
    print(Array.from({ length: queue.qsize() }, () => queue.getNowait()));
    try {
      queue.getNowait();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
