/** Whose deadline it is decides where the TimeoutError comes up. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* nested(name: string, outerDelay: number, innerDelay: number) {
  const outer = asyncio.timeout(outerDelay);
  let inner: asyncio.Timeout | undefined;
  try {
    yield* asyncio.asyncWith(outer, function* () {
      try {
        inner = asyncio.timeout(innerDelay);
        yield* asyncio.asyncWith(inner, function* () {
          yield* asyncio.sleep(10);
        });
      } catch (error) {
        if (error instanceof asyncio.CancelledError) {
          print(name, "passes the inner one", show(error));
          throw error;
        }
        print(name, "inner", show(error));
        yield* asyncio.sleep(0);
      }
    });
  } catch (error) {
    print(name, "outer", show(error));
  }
  print(name, outer.expired(), inner?.expired(), asyncio.currentTask()?.cancelling());
}

function* main() {
  yield* nested("inner first", 10, 0.02);
  yield* nested("outer first", 0.02, 10);
  yield* nested("both at once", 0, 0);
}

await asyncio.run(main());
