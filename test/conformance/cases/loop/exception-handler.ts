/** What call_exception_handler passes on, and what set_exception_handler accepts. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();
  print(loop.getExceptionHandler());
  try {
    loop.setExceptionHandler(1 as never);
  } catch (error) {
    print(show(error));
  }

  function handler(_which: unknown, context: asyncio.ExceptionContext): void {
    print("handler", context.message, context.exception);
  }

  loop.setExceptionHandler(handler);
  loop.callExceptionHandler({ message: "by hand" });
  loop.callExceptionHandler({ message: "again", exception: null });
  loop.setExceptionHandler(null);
  print(loop.getExceptionHandler());
}

await asyncio.run(main());
