/** A handler runs in the context of the task that failed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const variable = new asyncio.ContextVar("var", { default: "none" });

function* fail() {
  variable.set("inside");
  throw new Boom("unseen");
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => print(context.message, variable.get()));
  variable.set("outside");
  loop.callExceptionHandler({ message: "direct:" });
  const task = asyncio.createTask(fail());
  yield* asyncio.wait([task]);
  loop.callExceptionHandler({ message: "of the task:", task });
  loop.callExceptionHandler({ message: "of the future:", future: task });
  task.exception();
}

await asyncio.run(main());
