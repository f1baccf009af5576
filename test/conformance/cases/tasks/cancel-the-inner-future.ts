/** Who awaits a future that somebody cancels is cancelled, too, and may go on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* waits(name: string, future: asyncio.Future<unknown>, declines: boolean) {
  try {
    yield* future;
  } catch (error) {
    print(name, show(error), asyncio.currentTask()?.cancelling());
    if (!declines) throw error;
  }
  return "went on";
}

function* main() {
  const future = asyncio.getRunningLoop().createFuture();
  const one = asyncio.createTask(waits("one", future, false));
  const two = asyncio.createTask(waits("two", future, true));
  yield* asyncio.sleep(0);
  future.cancel("the future");
  yield* asyncio.wait([one, two]);
  print(one.cancelled(), two.cancelled(), two.result());
}

await asyncio.run(main());
