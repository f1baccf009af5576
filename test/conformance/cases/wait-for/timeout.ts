/** At the deadline the awaitable is cancelled and given time to clean up; then TimeoutError. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* slow(cleanupTurns: number) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("slow", show(error));
    for (let turn = 0; turn < cleanupTurns; turn++) yield* asyncio.sleep(0);
    print("cleaned up");
    throw error;
  }
}

function* main() {
  for (const wrap of [
    (coro: asyncio.Coroutine<void>): asyncio.Awaitable<void> => coro,
    (coro: asyncio.Coroutine<void>): asyncio.Awaitable<void> => asyncio.createTask(coro),
  ]) {
    try {
      yield* asyncio.waitFor(wrap(slow(2)), 0.02);
    } catch (error) {
      print(show(error), show((error as Error).cause), asyncio.currentTask()?.cancelling());
    }
  }
  const future = asyncio.getRunningLoop().createFuture();
  try {
    yield* asyncio.waitFor(future, 0);
  } catch (error) {
    print(show(error), show((error as Error).cause), future.cancelled());
  }
  const task = asyncio.createTask(slow(1));
  yield* asyncio.sleep(0);
  try {
    yield* asyncio.waitFor(task, 0);
  } catch (error) {
    print(show(error), task.cancelled());
  }
}

await asyncio.run(main());
