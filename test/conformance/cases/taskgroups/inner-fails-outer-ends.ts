/** The failure of an inner group ends the tasks of the outer one, and is nested in its error. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* sleeps(name: string) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print(name, "is cancelled");
    throw error;
  }
}

function* fails() {
  yield* asyncio.sleep(0);
  throw new Boom("innermost");
}

function* main() {
  try {
    yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (outer) {
      outer.createTask(sleeps("outer task"));
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (inner) {
        inner.createTask(sleeps("inner task"));
        inner.createTask(fails());
      });
      print("never");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
