/** Items come as they are yielded, with awaits in between, None among them; the end is the loop's else. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const ticker = asyncio.asyncGenerator(function* ticker(count: number) {
  for (let number = 0; number < count; number++) {
    yield* asyncio.sleep(0);
    yield number;
    yield;
  }
  yield* asyncio.sleep(0.001);
});

function* main() {
  const ended = yield* asyncio.asyncFor(ticker(2), function* (item) {
    print(item);
  });
  if (ended) print("else");
  const items: unknown[] = [];
  yield* asyncio.asyncFor(ticker(1), function* (item) {
    items.push(item);
  });
  print(items);
  const iterator = ticker(1);
  print(iterator.aiter() === iterator);
  print(yield* iterator.anext(), yield* iterator.anext());
  for (let i = 0; i < 2; i++) {
    try {
      yield* iterator.anext();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main());
