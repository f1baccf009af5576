/** A cancellation from outside is not turned into a TimeoutError, not even beside an expired one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* body(when: number) {
  const scope = asyncio.timeoutAt(when);
  try {
    yield* asyncio.asyncWith(scope, function* () {
      yield* asyncio.sleep(10);
    });
  } catch (error) {
    print(show(error), scope.expired(), asyncio.currentTask()?.cancelling());
    throw error;
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const early = asyncio.createTask(body(loop.time() + 10));
  yield* asyncio.sleep(0);
  early.cancel("from outside");
  try {
    yield* early;
  } catch (error) {
    print("main", show(error));
  }
  const both = asyncio.createTask(body(loop.time() - 1));
  yield* asyncio.sleep(0);
  loop.callSoon(() => both.cancel("a moment after the deadline"));
  try {
    yield* both;
  } catch (error) {
    print("main", show(error));
  }
}

await asyncio.run(main());
