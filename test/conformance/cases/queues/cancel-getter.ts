/** A getter that is cancelled after an item woke it leaves the item to the next one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* getter(name: string, queue: asyncio.Queue<string>) {
  try {
    print(name, "got", yield* queue.get());
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* main() {
  const queue = new asyncio.Queue<string>();
  const start = (name: string) => asyncio.createTask(getter(name, queue));
  const [a, b, c] = [start("a"), start("b"), start("c")];
  yield* asyncio.sleep(0);
  queue.putNowait("item");
  a.cancel("woken, then cancelled");
  b.cancel("cancelled in the queue");
  yield* asyncio.wait([a, b, c]);
  print(queue.qsize());
  const bounded = new asyncio.Queue<string>(1);
  bounded.putNowait("first");
  const putters = ["second", "third"].map((name) => asyncio.createTask(bounded.put(name)));
  yield* asyncio.sleep(0);
  print(bounded.getNowait());
  putters[0]?.cancel();
  yield* asyncio.wait(putters);
  print(putters[0]?.cancelled(), bounded.getNowait(), bounded.empty());
}

await asyncio.run(main());
