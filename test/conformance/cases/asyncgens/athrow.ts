/** An error that is thrown in: handled by the body, not handled, before the start and after the end. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const stubborn = asyncio.asyncGenerator(function* stubborn() {
  for (;;) {
    try {
      yield "item";
    } catch (error) {
      if (!(error instanceof Boom)) throw error;
      yield* asyncio.sleep(0);
      print("body:", show(error));
    }
  }
});

function* attempt(coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(yield* coroutine);
  } catch (error) {
    print(show(error));
  }
}

function* main() {
  const iterator = stubborn();
  print(yield* iterator.anext());
  yield* attempt(iterator.athrow(new Boom("one")));
  yield* attempt(iterator.athrow(new asyncio.ValueError("two")));
  yield* attempt(iterator.athrow(new Boom("three")));
  yield* attempt(iterator.asend(null));
  const unstarted = stubborn();
  yield* attempt(unstarted.athrow(new Boom("early")));
  yield* attempt(unstarted.asend(null));
}

await asyncio.run(main());
