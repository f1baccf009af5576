/** Cancelling a task that waits leaves what it waits for alone. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  yield* asyncio.sleep(0.02);
  return "unharmed";
}

function* waiter(task: asyncio.Task<string>) {
  try {
    yield* asyncio.wait([task]);
  } catch (error) {
    print("waiter", show(error));
    throw error;
  }
}

function* main() {
  const task = asyncio.createTask(work());
  const waiting = asyncio.createTask(waiter(task));
  yield* asyncio.sleep(0);
  waiting.cancel("enough waiting");
  const [done, pending] = yield* asyncio.wait([waiting, task] as asyncio.Task<unknown>[], {
    returnWhen: asyncio.FIRST_COMPLETED,
  });
  print(
    done.has(waiting as asyncio.Task<unknown>),
    pending.has(task as asyncio.Task<unknown>),
    waiting.cancelled(),
    task.cancelling(),
  );
  print(yield* task);
}

await asyncio.run(main());
