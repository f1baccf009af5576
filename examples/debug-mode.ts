// Debug mode looks for the usual mistakes: code that holds up the loop, a coroutine nobody awaited. Its warnings go
// to standard error. The same without a change to the program: ASYNCIODEBUG=1.
import * as asyncio from "loopscope";

const forgotten = asyncio.coroutine(function* forgotten() {
  yield* asyncio.sleep(0);
});

function* slow() {
  const until = performance.now() + 150;
  while (performance.now() < until) {
    // Busy: nothing else can run meanwhile.
  }
}

function* main() {
  forgotten(); // `yield*` is missing
  yield* asyncio.createTask(slow(), { name: "slow one" });
  console.log(`debug mode: ${asyncio.getRunningLoop().getDebug()}`);
}

await asyncio.run(main(), { debug: true });

// Prints:
// debug mode: true

// Warns:
// Executing <Task finished name='slow one' … created at …debug-mode.ts:…> took … seconds
// …RuntimeWarning: coroutine 'forgotten' was never awaited
// Coroutine created at (most recent call last)
