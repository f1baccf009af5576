// Two tasks at once: the whole takes as long as the longer one, not as long as both.
import * as asyncio from "loopscope";

function* sayAfter(delay: number, what: string) {
  yield* asyncio.sleep(delay);
  console.log(what);
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const started = loop.time();

  const hello = asyncio.createTask(sayAfter(0.1, "hello"));
  const world = asyncio.createTask(sayAfter(0.2, "world"));
  yield* hello;
  yield* world;

  const seconds = loop.time() - started;
  console.log(`took about ${seconds.toFixed(1)} s`);
}

await asyncio.run(main());

// Prints:
// hello
// world
// took about 0.2 s
