/** What the handler is told for each kind of error, and that a failing handler is survived. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* leftover() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: that is what the case is about
    throw new Boom("at shutdown");
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();

  function handler(_which: unknown, context: asyncio.ExceptionContext): void {
    print(
      Object.keys(context)
        .map((key) => key.toLowerCase())
        .sort(),
      show(context.exception),
    );
  }

  function fail(): never {
    throw new Boom("callback");
  }

  loop.setExceptionHandler(handler);
  loop.callSoon(fail);
  loop.callLater(0.02, fail);
  const future = loop.createFuture();
  future.addDoneCallback((done) => done.result());
  future.setException(new Boom("future"));
  asyncio.createTask(leftover());
  yield* asyncio.sleep(0.04);
}

await asyncio.run(main());
