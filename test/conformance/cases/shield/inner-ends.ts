/** What happens inside comes through the shield: result, exception, cancellation. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* inner(how: string) {
  yield* asyncio.sleep(0);
  if (how === "raise") throw new Boom("inside");
  if (how === "cancel") throw new asyncio.CancelledError("inside");
  return how;
}

function* main() {
  for (const how of ["return", "raise", "cancel"]) {
    const task = asyncio.createTask(inner(how));
    const outer = asyncio.shield(task);
    try {
      print(yield* outer);
    } catch (error) {
      if (error instanceof Boom) print(show(error));
      else print(show(error), outer.cancelled(), task.cancelled());
    }
  }
}

await asyncio.run(main());
