/** What is sent is what yield gives; before the first yield there is nothing to give it to. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const echo = asyncio.asyncGenerator(function* echo() {
  let received: unknown = yield "ready";
  while (received !== "stop") {
    yield* asyncio.sleep(0);
    received = yield `got ${received ?? "None"}`;
  }
});

function* main() {
  const iterator = echo();
  try {
    yield* iterator.asend("too early");
  } catch (error) {
    print(show(error));
  }
  print(yield* iterator.asend(null));
  print(yield* iterator.asend("a"));
  print(yield* iterator.anext());
  try {
    yield* iterator.asend("stop");
  } catch (error) {
    print(show(error));
  }
  try {
    yield* iterator.asend("b");
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
