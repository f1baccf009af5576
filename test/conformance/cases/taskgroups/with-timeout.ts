/** A timeout around a group, and a timeout inside of one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* child(name: string) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print(name, show(error));
    throw error;
  }
}

function* timesOut() {
  yield* asyncio.asyncWith(asyncio.timeout(0.02), function* () {
    yield* asyncio.sleep(10);
  });
}

function* main() {
  try {
    yield* asyncio.asyncWith(asyncio.timeout(0.02), function* () {
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        group.createTask(child("around"));
      });
    });
  } catch (error) {
    print(show(error), asyncio.currentTask()?.cancelling());
  }
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(child("inside"));
      group.createTask(timesOut());
    });
  } catch (error) {
    print(show(error), asyncio.currentTask()?.cancelling());
  }
}

await asyncio.run(main());
