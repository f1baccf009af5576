/** What the awaitable does with the cancellation at the deadline decides the outcome. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* declines() {
  try {
    yield* asyncio.sleep(10);
  } catch {
    return "returned all the same";
  }
}

function* fails() {
  try {
    yield* asyncio.sleep(10);
  } catch {
    throw new Boom("while cleaning up");
  }
}

type Wrap = (coro: asyncio.Coroutine<unknown>) => asyncio.Awaitable<unknown>;

function* main() {
  for (const body of [declines, fails] as (() => asyncio.Coroutine<unknown>)[]) {
    for (const wrap of [(coro) => coro, (coro) => asyncio.createTask(coro)] as Wrap[]) {
      try {
        print(yield* asyncio.waitFor(wrap(body()), 0.02));
      } catch (error) {
        print(show(error));
      }
    }
  }
  print(asyncio.currentTask()?.cancelling());
}

await asyncio.run(main());
