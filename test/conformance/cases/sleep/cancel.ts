/** A cancelled sleep ends at once, also a sleep(0) at the end of its turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* sleeper(delay: number) {
  try {
    yield* asyncio.sleep(delay);
    print("slept", delay);
  } catch (error) {
    print("interrupted", delay, show(error));
  }
}

function* main() {
  for (const delay of [3600, 0]) {
    const task = asyncio.createTask(sleeper(delay));
    yield* asyncio.sleep(0);
    task.cancel("wake up");
    yield* task;
    print(task.cancelled());
  }
  try {
    yield* asyncio.sleep(Number.NaN);
  } catch (error) {
    print((error as Error).constructor.name);
  }
}

await asyncio.run(main());
