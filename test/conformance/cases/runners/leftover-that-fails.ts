/** What a leftover task raises while run cancels it goes to the exception handler. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* stubborn() {
  try {
    yield* asyncio.sleep(10);
  } finally {
    fail();
  }
}

function fail(): never {
  throw new Boom("while it was cancelled");
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) =>
    print(context.message, show(context.exception), (context.task as asyncio.Task).getName()),
  );
  asyncio.createTask(stubborn(), { name: "stubborn" });
  asyncio.createTask(asyncio.sleep(10));
  yield* asyncio.sleep(0);
  print("main ends");
  return "result";
}

print(await asyncio.run(main()));
