/** Groups refuse tasks before they are entered, while they shut down, and when they are finished. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  print("never");
}

function* addsWhileShuttingDown(group: asyncio.TaskGroup) {
  try {
    yield* asyncio.sleep(10);
  } finally {
    try {
      group.createTask(work());
    } catch (error) {
      print(show(error));
    }
  }
}

function* fail() {
  throw new Boom("shut down");
}

function* main() {
  const group = new asyncio.TaskGroup();
  try {
    group.createTask(work());
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.asyncWith(group, function* () {
      group.createTask(addsWhileShuttingDown(group));
      group.createTask(fail());
    });
  } catch (error) {
    print(show(error));
  }
  const finished = new asyncio.TaskGroup();
  yield* asyncio.asyncWith(finished, function* () {});
  try {
    finished.createTask(work());
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.asyncWith(finished, function* () {
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
