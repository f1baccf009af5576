/** The other orders: smallest first, pairs by their first difference; last in, first out. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* drain<T>(queue: asyncio.Queue<T>, items: T[]) {
  for (const item of items) yield* queue.put(item);
  const taken: T[] = [];
  while (!queue.empty()) taken.push(yield* queue.get());
  print(taken);
}

function* main() {
  yield* drain(new asyncio.PriorityQueue<number>(), [5, 1, 4, 1, 3, 9, 2]);
  yield* drain(new asyncio.PriorityQueue<string>(), ["pear", "apple", "fig", "app"]);
  yield* drain(new asyncio.PriorityQueue<unknown[]>(), [[2, "b"], [1, "z"], [2, "a"], [1], [1, "z", 0]]);
  yield* drain(new asyncio.LifoQueue<number>(), [1, 2, 3]);
  const queue = new asyncio.PriorityQueue<[number, unknown]>();
  queue.putNowait([1, "text"]);
  try {
    queue.putNowait([1, 2]);
  } catch (error) {
    print((error as Error).constructor.name);
  }
  const getter = asyncio.createTask(asyncio.waitFor(new asyncio.PriorityQueue(1).get(), 0.02));
  try {
    yield* getter;
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
