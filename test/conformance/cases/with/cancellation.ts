/** Cancelled in the body, in the entry and in the exit of a context manager. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Manager {
  *aenter() {
    try {
      yield* asyncio.sleep(0.04);
    } catch (error) {
      print("entry", show(error));
      throw error;
    }
  }
  *aexit(error: unknown) {
    print("exit told", show(error));
    try {
      yield* asyncio.sleep(0.04);
    } catch (again) {
      print("exit", show(again));
      throw again;
    }
  }
}

function* use() {
  yield* asyncio.asyncWith(new Manager(), function* () {
    print("body");
    yield* asyncio.sleep(0.04);
  });
  print("never");
}

function* main() {
  for (const delay of [0.02, 0.06, 0.1]) {
    const task = asyncio.createTask(use());
    yield* asyncio.sleep(delay);
    task.cancel(`cancelled after ${delay}`);
    try {
      yield* task;
    } catch (error) {
      print("main", show(error));
    }
  }
}

await asyncio.run(main());
