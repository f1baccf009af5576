/** What locks, semaphores, barriers and queues refuse; they work as before. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const attempt = (name: string, f: () => unknown): void => {
    try {
      print(name, f());
    } catch (error) {
      print(name, show(error));
    }
  };

  for (const make of [asyncio.Semaphore, asyncio.BoundedSemaphore]) attempt(make.name, () => new make(-1));
  for (const parties of [0, -1]) attempt("Barrier", () => new asyncio.Barrier(parties));
  const lock = new asyncio.Lock();
  attempt("release", () => lock.release());
  const bounded = new asyncio.BoundedSemaphore(1);
  attempt("release", () => bounded.release());
  const condition = new asyncio.Condition();
  attempt("notify", () => condition.notify());
  attempt("notify_all", () => condition.notifyAll());
  attempt("release", () => condition.release());
  for (const wait of [() => condition.wait(), () => condition.waitFor(() => true)]) {
    try {
      print("wait", yield* wait());
    } catch (error) {
      print("wait", show(error));
    }
  }
  const queue = new asyncio.Queue<number>(1);
  attempt("task_done", () => queue.taskDone());
  queue.putNowait(1);
  queue.taskDone();
  attempt("task_done", () => queue.taskDone());
  try {
    queue.putNowait(2);
  } catch (error) {
    print(show(error));
  }
  queue.getNowait();
  try {
    queue.getNowait();
  } catch (error) {
    print(show(error));
  }
  const ordered = new asyncio.PriorityQueue<unknown>();
  ordered.putNowait(1);
  attempt("put_nowait", () => ordered.putNowait("text"));
  yield* asyncio.asyncWith(lock, () =>
    asyncio.asyncWith(bounded, () =>
      asyncio.asyncWith(condition, function* () {
        condition.notify();
        print(lock.locked(), bounded.locked(), condition.locked());
      }),
    ),
  );
}

await asyncio.run(main());
