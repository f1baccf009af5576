/** Any object that knows how to be awaited can be, alone, as a future, and in gather. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Later<T> implements asyncio.Awaitable<T> {
  constructor(readonly value: T) {}
  *[Symbol.iterator](): asyncio.Coroutine<T> {
    print("awaiting", this.value);
    yield* asyncio.sleep(0);
    return this.value;
  }
}

function* main() {
  print(yield* new Later("alone"));
  print(yield* asyncio.ensureFuture(new Later("as a future")));
  print(yield* asyncio.gather([new Later("a"), new Later("b")]));
  print(yield* asyncio.waitFor(new Later("in time"), 5));
  try {
    asyncio.createTask(new Later("no coroutine") as never);
  } catch (error) {
    print(show(error).split(",")[0]);
  }
}

await asyncio.run(main());
