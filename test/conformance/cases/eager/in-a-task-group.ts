/** A TaskGroup takes eager tasks that are done already, failed ones too. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* quick(result: number) {
  return result;
}

function* fails() {
  throw new Boom("at once");
}

function* sleeps() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    print("sleeper ends");
  }
}

function* main() {
  asyncio.getRunningLoop().setTaskFactory(asyncio.eagerTaskFactory);
  const tasks = yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
    const made = [0, 1, 2].map((i) => group.createTask(quick(i)));
    print(made.map((task) => task.done()));
    return made;
  });
  print(tasks.map((task) => task.result()));
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      group.createTask(sleeps());
      group.createTask(fails());
      print("the body goes on until it awaits");
      yield* asyncio.sleep(0);
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
