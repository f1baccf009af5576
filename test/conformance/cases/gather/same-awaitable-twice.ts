/** The same awaitable runs once and gives its result at each of its places. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  print("runs once");
  yield* asyncio.sleep(0);
  return "result";
}

function* main() {
  const coro = work();
  const task = asyncio.createTask(work());
  print(yield* asyncio.gather([coro, task, coro, task]));
  const done = asyncio.getRunningLoop().createFuture<string>();
  done.setResult("done before");
  print(yield* asyncio.gather([done, done]));
  const failed = asyncio.getRunningLoop().createFuture();
  failed.setException(new Boom("failed before"));
  try {
    yield* asyncio.gather([done, failed]);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
