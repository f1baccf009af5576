/** Callbacks are removed by identity, all of the same; one that is not there is no error. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const future = asyncio.getRunningLoop().createFuture();

  function one() {
    print("one");
  }

  function two() {
    print("two");
  }

  for (const callback of [one, two, one, one]) future.addDoneCallback(callback);
  print(future.removeDoneCallback(one), future.removeDoneCallback(one));
  future.addDoneCallback(one);
  future.setResult(null);
  print(future.removeDoneCallback(two));
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
