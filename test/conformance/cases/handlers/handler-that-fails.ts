/** What a failing exception handler raises goes to the default one, with the context that it was given. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Loop extends asyncio.EventLoop {
  override defaultExceptionHandler(context: asyncio.ExceptionContext): void {
    print("default:", context.message, show(context.exception));
    const given = context["context"] as asyncio.ExceptionContext | undefined;
    if (given !== undefined) print("was given:", given.message);
  }
}

function handler() {
  throw new Boom("the handler");
}

const loop = new Loop();
loop.callExceptionHandler({ message: "without a handler" });
loop.setExceptionHandler(handler);
print(loop.getExceptionHandler() === handler);
loop.callExceptionHandler({ message: "with a handler", exception: new Boom("inner") });
loop.setExceptionHandler(null);
print(loop.getExceptionHandler());
loop.callExceptionHandler({ message: "without one again" });
try {
  loop.setExceptionHandler(5 as never);
} catch (error) {
  print(show(error));
}
loop.close();
