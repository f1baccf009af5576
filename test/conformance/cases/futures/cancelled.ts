/** A cancelled future raises its message again and again, and cannot be changed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  future.addDoneCallback((done) => print("callback", done.cancelled(), done.done()));
  print(future.cancel("enough"), future.cancel("again"), future.cancelled());
  for (const read of [() => future.result(), () => future.exception(), () => future.result()]) {
    try {
      read();
    } catch (error) {
      print(show(error));
    }
  }
  for (const write of [() => future.setResult(1), () => future.setException(new Boom())]) {
    try {
      write();
    } catch (error) {
      print(show(error));
    }
  }
  try {
    yield* future;
  } catch (error) {
    print("awaited:", show(error));
  }
  yield* asyncio.sleep(0);
}

await asyncio.run(main());
