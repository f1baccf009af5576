/** A bounded queue: who puts waits for room, who gets waits for items, both in order. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* producer(name: string, queue: asyncio.Queue<string>, count: number) {
  for (let number = 0; number < count; number++) {
    yield* queue.put(`${name}${number}`);
    print("put", `${name}${number}`, queue.qsize());
  }
}

function* consumer(name: string, queue: asyncio.Queue<string>) {
  while (true) {
    const item = yield* queue.get();
    print(name, "got", item);
    yield* asyncio.sleep(0);
    queue.taskDone();
  }
}

function* main() {
  const queue = new asyncio.Queue<string>(2);
  print(queue.maxsize, queue.empty(), queue.full(), queue.qsize());
  const consumers = ["x", "y"].map((name) => asyncio.createTask(consumer(name, queue)));
  yield* asyncio.gather([producer("a", queue, 4), producer("b", queue, 3)]);
  print("all put", queue.qsize());
  yield* queue.join();
  print("all done", queue.empty());
  for (const task of consumers) task.cancel();
  const results: unknown[] = yield* asyncio.gather(consumers, { returnExceptions: true });
  print(results.map(show));
}

await asyncio.run(main());
