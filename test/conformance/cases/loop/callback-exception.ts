/** A callback that raises goes to the exception handler; the turn goes on. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* main() {
  const loop = asyncio.getRunningLoop();

  function handler(which: unknown, context: asyncio.ExceptionContext): void {
    print(which === loop, Object.keys(context).sort(), show(context.exception));
    print(context.message.startsWith("Exception in callback "));
  }

  function fail(): never {
    throw new Boom("in callback");
  }

  loop.setExceptionHandler(handler);
  print(loop.getExceptionHandler() === handler);
  loop.callSoon(fail);
  loop.callSoon(print, "next in turn");
  yield* asyncio.sleep(0);
  print("turn over");
}

await asyncio.run(main());
