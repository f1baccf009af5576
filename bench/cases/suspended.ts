// Tasks that are suspended at the same time, on one event, or each on a future of its own. Arguments: how many; `event`
// or `future`; `bytes` for the memory that each takes instead of the time from its creation to its end.
import * as asyncio from "loopscope";
import { cpuNs, report } from "./sampling.js";

const [count, kind, measured] = process.argv.slice(2);
const tasks = Number(count);
const collect = (globalThis as { gc?: () => void }).gc;

/** What the heap holds after a collection. */
function heapBytes(): number {
  collect?.();
  return process.memoryUsage().heapUsed;
}

let resumed = 0;

function* eventWaiter(event: asyncio.Event) {
  yield* event.wait();
  resumed++;
}

function* futureWaiter(future: asyncio.Future<void>) {
  yield* future;
  resumed++;
}

function* main() {
  const event = new asyncio.Event();
  const before = collect === undefined ? 0 : heapBytes();
  const started = cpuNs();
  const futures: asyncio.Future<void>[] = [];
  for (let i = 0; i < tasks; i++) {
    if (kind === "future") {
      const future = new asyncio.Future<void>();
      futures.push(future);
      asyncio.createTask(futureWaiter(future));
    } else {
      asyncio.createTask(eventWaiter(event));
    }
  }
  yield* asyncio.sleep(0);
  if (asyncio.allTasks().size !== tasks + 1) throw new Error("not all of the tasks are suspended");
  const bytes = collect === undefined ? 0 : heapBytes() - before;
  event.set();
  for (const future of futures) future.setResult();
  while (resumed < tasks) yield* asyncio.sleep(0);
  const elapsedNs = cpuNs() - started;
  return measured === "bytes" ? bytes : elapsedNs;
}

report([(await asyncio.run(main())) / tasks]);
