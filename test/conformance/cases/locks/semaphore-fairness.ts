/** At most so many at a time, in order of arrival; a newcomer does not overtake who was woken. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* worker(name: string, semaphore: asyncio.Semaphore, turns: number) {
  yield* asyncio.asyncWith(semaphore, function* () {
    print(name, "in", semaphore.locked());
    for (let turn = 0; turn < turns; turn++) yield* asyncio.sleep(0);
    print(name, "out");
  });
}

function* main() {
  const semaphore = new asyncio.Semaphore(2);
  const tasks = [..."abcd"].map((name) => asyncio.createTask(worker(name, semaphore, 2)));
  yield* asyncio.wait(tasks);
  print(semaphore.locked());
  yield* semaphore.acquire();
  yield* semaphore.acquire();
  const waiting = asyncio.createTask(worker("waiting", semaphore, 0));
  yield* asyncio.sleep(0);
  semaphore.release();
  print("handed over, so still locked:", semaphore.locked());
  const newcomer = asyncio.createTask(worker("newcomer", semaphore, 0));
  yield* asyncio.wait([waiting, newcomer]);
  semaphore.release();
  semaphore.release();
  print("released too often is fine", semaphore.locked());
  try {
    new asyncio.Semaphore(-1);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
