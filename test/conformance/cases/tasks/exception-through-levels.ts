/** An exception passes each awaiting coroutine; each may clean up, translate or swallow it. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* level(depth: number): asyncio.Coroutine<string> {
  try {
    if (depth === 0) {
      yield* asyncio.sleep(0);
      throw new Boom("at the bottom");
    }
    return yield* level(depth - 1);
  } catch (error) {
    print("level", depth, show(error));
    if (depth === 2) throw new Boom("translated", { cause: error });
    if (depth === 3) return "swallowed";
    throw error;
  } finally {
    print("leaving", depth);
  }
}

function* main() {
  print(yield* level(4));
}

await asyncio.run(main());
