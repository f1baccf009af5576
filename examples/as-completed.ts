// `asCompleted` hands out results in the order in which they are ready.
import * as asyncio from "loopscope";

function* download(name: string, seconds: number) {
  yield* asyncio.sleep(seconds);
  return name;
}

function* main() {
  const downloads = [download("film", 0.12), download("song", 0.06), download("page", 0.01)];
  for (const next of asyncio.asCompleted(downloads)) {
    console.log(`finished: ${yield* next}`);
  }
}

await asyncio.run(main());

// Prints:
// finished: page
// finished: song
// finished: film
