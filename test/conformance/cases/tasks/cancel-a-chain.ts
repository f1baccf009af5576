/** Cancelling the outermost of a chain of tasks ends the innermost first. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* level(number: number, inner: asyncio.Task<void> | null): asyncio.Coroutine<void> {
  try {
    if (inner === null) yield* asyncio.sleep(10);
    else yield* inner;
  } finally {
    print("level", number, "ends");
  }
}

function* main() {
  let task: asyncio.Task<void> | null = null;
  const tasks: asyncio.Task<void>[] = [];
  for (let number = 0; number < 4; number++) {
    task = asyncio.createTask(level(number, task));
    tasks.push(task);
  }
  yield* asyncio.sleep(0);
  const outermost = tasks[3]!;
  print(outermost.cancel("from the outside"));
  try {
    yield* outermost;
  } catch (error) {
    print(show(error));
  }
  print(
    tasks.map((each) => each.cancelled()),
    tasks.map((each) => each.cancelling()),
  );
}

await asyncio.run(main());
