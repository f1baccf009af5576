/** async for: items in turn with waiting in between, break, continue, else, and errors. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Countdown {
  constructor(private left: number) {}
  aiter() {
    return this;
  }
  *anext() {
    if (this.left === 0) throw new asyncio.StopAsyncIteration();
    yield* asyncio.sleep(0);
    this.left -= 1;
    if (this.left === 7) throw new Boom("seven");
    return this.left + 1;
  }
}

function* main() {
  const completed = yield* asyncio.asyncFor(new Countdown(2), function* (number) {
    print(number);
  });
  if (completed) print("else");
  const second = yield* asyncio.asyncFor(new Countdown(4), function* (number) {
    if (number === 4) return;
    print("second loop", number);
    if (number === 3) return asyncio.BREAK;
  });
  if (second) print("never");
  try {
    yield* asyncio.asyncFor(new Countdown(9), function* (number) {
      print("third loop", number);
    });
  } catch (error) {
    print(show(error));
  }
  try {
    yield* asyncio.asyncFor(new Countdown(1), function* () {
      throw new Boom("in the body");
    });
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
