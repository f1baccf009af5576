/** Cancelling who waits cancels what is awaited, and stays a cancellation. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* inner() {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("inner", show(error));
    throw error;
  }
}

type Wrap = (coro: asyncio.Coroutine<void>) => asyncio.Awaitable<void>;

function* outer(wrap: Wrap) {
  try {
    yield* asyncio.waitFor(wrap(inner()), 10);
  } catch (error) {
    print("outer", show(error));
    throw error;
  }
}

function* main() {
  for (const wrap of [(coro) => coro, (coro) => asyncio.createTask(coro)] as Wrap[]) {
    const task = asyncio.createTask(outer(wrap));
    yield* asyncio.sleep(0);
    yield* asyncio.sleep(0);
    task.cancel("from outside");
    try {
      yield* task;
    } catch (error) {
      print("main", show(error));
    }
  }
}

await asyncio.run(main());
