/** A coroutine can be awaited once. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const work = asyncio.coroutine(function* work() {
  yield* asyncio.sleep(0);
  return "result";
});

const waits = asyncio.coroutine(function* waits(future: asyncio.Future) {
  yield* future;
});

const awaits = asyncio.coroutine(function* awaits(coro: asyncio.Coroutine<void>) {
  yield* coro;
});

function* main() {
  const coro = work();
  print(yield* coro);
  try {
    yield* coro;
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.createTask(coro);
  } catch (error) {
    print("as a task:", show(error));
  }
  const running = waits(asyncio.getRunningLoop().createFuture());
  const first = asyncio.createTask(awaits(running));
  yield* asyncio.sleep(0);
  try {
    yield* running;
  } catch (error) {
    print(show(error));
  }
  first.cancel();
  try {
    yield* first;
  } catch {
    print("the first one goes on", first.cancelled());
  }
}

await asyncio.run(main());
