/** A coroutine that raises CancelledError by itself ends its task as cancelled, uncounted. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body() {
  throw new asyncio.CancelledError("my own");
}

function* main() {
  const task = asyncio.createTask(body());
  try {
    yield* task;
  } catch (error) {
    print(show(error), task.cancelled(), task.cancelling());
  }
  try {
    task.exception();
  } catch (error) {
    print("exception() raises", (error as Error).constructor.name);
  }
}

await asyncio.run(main());
