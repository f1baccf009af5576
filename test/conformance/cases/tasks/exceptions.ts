/** What a task raises is kept, and raised by whoever asks, the same object each time. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* fail(boom: Boom) {
  yield* asyncio.sleep(0);
  throw boom;
}

function* main() {
  const boom = new Boom("inside");
  const task = asyncio.createTask(fail(boom));
  try {
    task.exception();
  } catch (error) {
    print(show(error));
  }
  try {
    task.result();
  } catch (error) {
    print(show(error));
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      yield* task;
    } catch (error) {
      print("await", show(error), error === boom);
    }
  }
  print(task.exception() === boom, task.cancelled(), task.done());
  try {
    task.result();
  } catch (error) {
    print("result", error === boom);
  }
}

await asyncio.run(main());
