/** A putter that is cancelled puts nothing, and passes its turn on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* puts(name: string, queue: asyncio.Queue<string>) {
  try {
    yield* queue.put(name);
    print(name, "put");
  } catch (error) {
    print(name, "cancelled");
    throw error;
  }
}

function* main() {
  const queue = new asyncio.Queue<string>(1);
  yield* queue.put("first");
  const [a, b, c] = ["a", "b", "c"].map((name) => asyncio.createTask(puts(name, queue)));
  yield* asyncio.sleep(0);
  b?.cancel();
  print(queue.getNowait());
  a?.cancel();
  yield* asyncio.sleep(0);
  yield* asyncio.sleep(0);
  print(yield* queue.get(), queue.qsize());
  print([a, b, c].map((task) => task?.cancelled()));
}

await asyncio.run(main());
