/** A cancelled future raises CancelledError with the message, from every reader. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<number>();
  future.addDoneCallback((f) => print("callback", f.cancelled()));
  print(future.cancel("enough"), future.cancel("again"));
  print(future.done(), future.cancelled());
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      future.result();
    } catch (error) {
      print("result", show(error));
    }
    try {
      future.exception();
    } catch (error) {
      print("exception", show(error));
    }
  }
  try {
    yield* future;
  } catch (error) {
    print("await", show(error));
  }
  try {
    future.setResult(1);
  } catch (error) {
    print(show(error));
  }
  yield* asyncio.sleep(0);
  const silent = loop.createFuture();
  silent.cancel();
  try {
    yield* silent;
  } catch (error) {
    print("no message", show(error));
  }
}

await asyncio.run(main());
