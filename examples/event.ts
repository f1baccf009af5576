// An Event wakes everyone who waits for it, at once.
import * as asyncio from "loopscope";

function* runner(name: string, start: asyncio.Event) {
  console.log(`${name} is ready`);
  yield* start.wait();
  console.log(`${name} runs`);
}

function* main() {
  const start = new asyncio.Event();
  const runners = [asyncio.createTask(runner("Ann", start)), asyncio.createTask(runner("Bob", start))];

  yield* asyncio.sleep(0.02);
  console.log("go!");
  start.set();

  yield* asyncio.gather(runners);
}

await asyncio.run(main());

// Prints:
// Ann is ready
// Bob is ready
// go!
// Ann runs
// Bob runs
