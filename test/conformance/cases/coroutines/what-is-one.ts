/** Coroutines, coroutine functions and futures are told apart. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(): asyncio.Coroutine<void> {}

class Awaitable {
  [Symbol.iterator]() {
    return [][Symbol.iterator]();
  }
}

function* main() {
  const coro = work();
  const future = asyncio.getRunningLoop().createFuture();
  const task = asyncio.createTask(work());
  for (const value of [coro, work, future, task, new Awaitable(), null, 5, "text", [coro]]) {
    print(asyncio.isCoroutine(value), asyncio.isCoroutineFunction(value), asyncio.isFuture(value));
  }
  yield* coro;
  yield* task;
}

await asyncio.run(main());
