/** Generators that iterate generators, with queues and tasks behind them. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const numbers = asyncio.asyncGenerator(function* numbers(queue: asyncio.Queue<number | null>) {
  for (;;) {
    const number = yield* queue.get();
    if (number === null) return;
    yield number;
  }
});

const squares = asyncio.asyncGenerator(function* squares(source: asyncio.AsyncGeneratorType<number>) {
  yield* asyncio.asyncFor(source, function* (number) {
    yield* asyncio.sleep(0);
    yield number * number;
  });
});

const pairs = asyncio.asyncGenerator(function* pairs(source: asyncio.AsyncGeneratorType<number>) {
  let last: number | null = null;
  yield* asyncio.asyncFor(source, function* (number) {
    if (last !== null) yield [last, number] as const;
    last = number;
  });
});

function* main() {
  const queue = new asyncio.Queue<number | null>();

  function* fill() {
    for (const number of [1, 2, 3, 4, null]) {
      yield* asyncio.sleep(0.001);
      queue.putNowait(number);
    }
  }

  const filling = asyncio.createTask(fill());
  yield* asyncio.asyncFor(pairs(squares(numbers(queue))), function* (pair) {
    print(...pair);
  });
  yield* filling;
}

await asyncio.run(main());
