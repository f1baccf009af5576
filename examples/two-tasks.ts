// Two tasks at once: the whole takes as long as the longer one, not as long as both.
import * as asyncio from "loopscope";

function* sayAfter(delay: number, what: string) {
  console.log(`${what} waits`);
  yield* asyncio.sleep(delay);
  console.log(what);
}

function* main() {
  const hello = asyncio.createTask(sayAfter(0.1, "hello"));
  const world = asyncio.createTask(sayAfter(0.2, "world"));
  console.log("both are created");
  yield* hello;
  yield* world;
}

await asyncio.run(main());

// Prints:
// both are created
// hello waits
// world waits
// hello
// world
