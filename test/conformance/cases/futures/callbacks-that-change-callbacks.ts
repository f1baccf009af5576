/** A callback that adds or removes others does so for what is scheduled later. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const future = asyncio.getRunningLoop().createFuture();

  function last() {
    print("last");
  }

  function first(done: asyncio.Future<unknown>) {
    print("first", done.removeDoneCallback(last));
    done.addDoneCallback(() => print("added by the first"));
  }

  future.addDoneCallback(first);
  future.addDoneCallback(last);
  future.setResult(1);
  yield* asyncio.sleep(0);
  print("turn over");
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
