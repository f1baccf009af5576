/** Eager tasks that fail, are cancelled, or cancel their creator, in their first step and later. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail(waits: boolean) {
  if (waits) yield* asyncio.sleep(0);
  throw new Boom("eager");
}

function* waits() {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("waits", show(error));
    throw error;
  }
}

function* cancelsItself() {
  asyncio.currentTask()?.cancel("myself");
  yield* asyncio.sleep(0);
}

function* main() {
  asyncio.getRunningLoop().setTaskFactory(asyncio.eagerTaskFactory);
  const atOnce = asyncio.createTask(fail(false));
  const later = asyncio.createTask(fail(true));
  print(atOnce.done(), later.done());
  for (const task of [atOnce, later]) {
    try {
      yield* task;
    } catch (error) {
      print(show(error));
    }
  }
  let task = asyncio.createTask(waits());
  task.cancel("at once");
  try {
    yield* task;
  } catch (error) {
    print("main", show(error));
  }
  task = asyncio.createTask(cancelsItself());
  print(task.done(), task.cancelling());
  try {
    yield* task;
  } catch (error) {
    print("main", show(error));
  }
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(fail(false));
      yield* asyncio.sleep(0);
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
