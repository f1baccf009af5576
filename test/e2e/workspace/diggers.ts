// Three loops in one process: the main thread's, and one in each of two worker threads.
import { isMainThread, Worker, workerData } from "node:worker_threads";
import * as asyncio from "loopscope";

function* dig(place: string) {
  let metres = 0;
  while (true) {
    yield* asyncio.sleep(0.2);
    metres += 1;
    if (metres % 50 === 0) console.log(`${place}: ${metres} m`);
  }
}

function* inWorker() {
  const place: string = workerData;
  yield* asyncio.createTask(dig(place), { name: `dig-${place}` });
}

function* inMain() {
  for (const name of ["north", "south"]) new Worker(new URL(import.meta.url), { workerData: name, name });
  yield* asyncio.createTask(asyncio.sleep(3600), { name: "foreman" });
}

await asyncio.run(isMainThread ? inMain() : inWorker());
