/** Getters get their items in the order in which they came, and so do putters their room. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* gets(name: string, queue: asyncio.Queue<number>) {
  print(name, yield* queue.get());
}

function* puts(item: number, queue: asyncio.Queue<number>) {
  yield* queue.put(item);
  print("put", item);
}

function* main() {
  const queue = new asyncio.Queue<number>(1);
  const getters = [..."abc"].map((name) => asyncio.createTask(gets(name, queue)));
  yield* asyncio.sleep(0);
  const putters = [0, 1, 2, 3, 4].map((item) => asyncio.createTask(puts(item, queue)));
  yield* asyncio.gather(getters);
  for (let i = 0; i < 4; i++) yield* asyncio.sleep(0);
  print(
    putters.map((putter) => putter.done()),
    queue.getNowait(),
  );
  yield* putters[4]!;
  print(queue.getNowait(), queue.empty());
}

await asyncio.run(main());
