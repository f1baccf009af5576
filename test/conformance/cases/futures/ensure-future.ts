/** Futures stay as they are, coroutines and other awaitables become tasks, the rest is refused. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Awaitable {
  *[Symbol.iterator](): asyncio.Coroutine<string> {
    yield* asyncio.sleep(0);
    return "awaited";
  }
}

function* work() {
  return "worked";
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<string>();
  future.setResult("as it is");
  print(asyncio.ensureFuture(future) === future, yield* asyncio.ensureFuture(future));
  const task = asyncio.ensureFuture(work());
  print(task instanceof asyncio.Task, yield* task, asyncio.ensureFuture(task) === task);
  print(yield* asyncio.ensureFuture(new Awaitable()));
  try {
    asyncio.ensureFuture("text" as never);
  } catch (error) {
    print(show(error));
  }
  const other = asyncio.newEventLoop();
  try {
    asyncio.ensureFuture(future, { loop: other });
  } catch (error) {
    print(show(error));
  }
  other.close();
}

await asyncio.run(main());
