// Say hello, wait, say the rest: a coroutine is a generator function, and `yield*` is Python's `await`.
import * as asyncio from "loopscope";

function* main() {
  console.log("Hello ...");
  yield* asyncio.sleep(0.1);
  console.log("... world!");
}

await asyncio.run(main());

// Prints:
// Hello ...
// ... world!
