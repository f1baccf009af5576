/** An exception set on a future is raised by result() and by await, the same object each time. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture();
  const boom = new Boom("kept");
  future.setException(boom);
  print(future.done(), future.cancelled(), future.exception() === boom);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      yield* future;
    } catch (error) {
      print(show(error), error === boom);
    }
  }
  try {
    future.result();
  } catch (error) {
    print(error === boom);
  }
}

await asyncio.run(main());
