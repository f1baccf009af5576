/** Closing runs what is in finally, which may await; before the start and after the end nothing runs. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const guarded = asyncio.asyncGenerator(function* guarded(name: string) {
  try {
    print(name, "open");
    yield 1;
    yield 2;
  } finally {
    yield* asyncio.sleep(0.001);
    print(name, "closed");
  }
});

function* main() {
  const iterator = guarded("middle");
  print(yield* iterator.anext());
  print(yield* iterator.aclose());
  print(yield* iterator.aclose());
  try {
    yield* iterator.anext();
  } catch (error) {
    print(show(error));
  }
  const unstarted = guarded("unstarted");
  print(yield* unstarted.aclose());
  try {
    yield* unstarted.anext();
  } catch (error) {
    print(show(error));
  }
  const exhausted = guarded("exhausted");
  const items: number[] = [];
  yield* asyncio.asyncFor(exhausted, function* (item) {
    items.push(item);
  });
  print(items);
  print(yield* exhausted.aclose());
}

await asyncio.run(main());
