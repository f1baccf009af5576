/** What is left when main returns is cancelled and waited for; errors on the way are reported. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* leftover(fail: boolean) {
  try {
    yield* asyncio.sleep(10);
  } catch (error) {
    print("leftover", show(error));
    yield* asyncio.sleep(0.02);
    print("cleaned up");
    if (fail) throw new Boom("while ending");
    throw error;
  }
}

function* main(fail: boolean) {
  function handler(_loop: unknown, context: asyncio.ExceptionContext): void {
    print("handler:", context.message, show(context.exception));
  }

  asyncio.getRunningLoop().setExceptionHandler(handler);
  asyncio.createTask(leftover(fail));
  yield* asyncio.sleep(0);
  print("main ends");
  return "result";
}

print(await asyncio.run(main(false)));
print(await asyncio.run(main(true)));
