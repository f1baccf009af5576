/** While somebody waits for an item, nobody else may. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const slow = asyncio.asyncGenerator(function* slow() {
  yield* asyncio.sleep(0.01);
  yield "item";
  yield "another";
});

function* attempt(name: string, coroutine: asyncio.Coroutine<unknown>) {
  try {
    print(name, yield* coroutine);
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const iterator = slow();
  const first = asyncio.createTask(attempt("first", iterator.asend(null)));
  yield* asyncio.sleep(0);
  yield* attempt("second", iterator.asend(null));
  yield* attempt("throwing", iterator.athrow(new Boom()));
  yield* attempt("closing", iterator.aclose());
  yield* first;
  yield* attempt("afterwards", iterator.asend(null));
}

await asyncio.run(main());
