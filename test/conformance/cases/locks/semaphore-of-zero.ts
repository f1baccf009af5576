/** A semaphore of zero waits for the first release; one below zero is refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* takes(name: string, semaphore: asyncio.Semaphore) {
  yield* semaphore.acquire();
  print(name, "took", semaphore.locked());
}

function* main() {
  try {
    new asyncio.Semaphore(-1);
  } catch (error) {
    print(show(error));
  }
  const semaphore = new asyncio.Semaphore(0);
  print(semaphore.locked());
  const tasks = [..."abc"].map((name) => asyncio.createTask(takes(name, semaphore)));
  yield* asyncio.sleep(0);
  semaphore.release();
  semaphore.release();
  print("released twice", semaphore.locked());
  yield* asyncio.sleep(0);
  print(tasks.map((task) => task.done()));
  semaphore.release();
  semaphore.release();
  yield* asyncio.gather(tasks);
  print(semaphore.locked());
  yield* asyncio.asyncWith(semaphore, function* () {
    print("inside", semaphore.locked());
  });
  print(semaphore.locked());
}

await asyncio.run(main());
