// `waitFor` cancels what it waits for when the time is up, and throws a TimeoutError.
import * as asyncio from "loopscope";

function* eternity() {
  try {
    yield* asyncio.sleep(3600);
    console.log("yay!");
  } finally {
    console.log("eternity was cut short");
  }
}

function* main() {
  try {
    yield* asyncio.waitFor(eternity(), 0.05);
  } catch (error) {
    if (!(error instanceof asyncio.TimeoutError)) throw error;
    console.log("timeout!");
  }
}

await asyncio.run(main());

// Prints:
// eternity was cut short
// timeout!
