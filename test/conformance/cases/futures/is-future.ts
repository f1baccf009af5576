/** What counts as a future, and ensure_future on each kind of awaitable. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work() {
  return "worked";
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  const task = asyncio.createTask(work());
  const coro = work();
  print(asyncio.isFuture(future), asyncio.isFuture(task), asyncio.isFuture(coro), asyncio.isFuture(1));
  print(asyncio.isCoroutine(future), asyncio.isCoroutine(coro), asyncio.isCoroutineFunction(work));
  print(asyncio.ensureFuture(future) === future, asyncio.ensureFuture(task) === task);
  const wrapped = asyncio.ensureFuture(coro);
  print(wrapped instanceof asyncio.Task, yield* wrapped, yield* task);
  try {
    asyncio.ensureFuture(42 as never);
  } catch (error) {
    print(show(error));
  }
  try {
    asyncio.ensureFuture(future, { loop: asyncio.newEventLoop() });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
