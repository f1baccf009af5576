/** Deep chains of awaits suspend, resume, return and fail as one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* down(depth: number, fail: boolean): asyncio.Coroutine<number> {
  if (depth > 0) return (yield* down(depth - 1, fail)) + 1;
  yield* asyncio.sleep(0);
  if (fail) throw new Boom("at the bottom");
  return 0;
}

function* main() {
  print(yield* down(500, false));
  try {
    yield* down(500, true);
  } catch (error) {
    print(show(error));
  }
  const task = asyncio.createTask(down(500, false));
  yield* asyncio.sleep(0);
  task.cancel("all the way down");
  try {
    yield* task;
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
