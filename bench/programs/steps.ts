// Three tasks that take turns in the same coroutines: for the time that a step takes.
import type { Coroutine } from "loopscope";
import * as asyncio from "loopscope";

function* inner(n: number): Coroutine<number> {
  yield* asyncio.sleep(0);
  return n + 1;
}

function* work(name: string): Coroutine<void> {
  let n = 0; // begin
  for (;;) {
    n += name.length;
    n = yield* inner(n);
    yield* asyncio.sleep(0);
  }
}

function* main(): Coroutine<void> {
  yield* asyncio.gather(["A", "B", "C"].map((name) => work(name)));
}

asyncio.run(main());
