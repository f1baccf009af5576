// `timeout` puts a limit on a whole block, which the block may move while it runs.
import * as asyncio from "loopscope";

function* main() {
  const loop = asyncio.getRunningLoop();

  try {
    yield* asyncio.asyncWith(asyncio.timeout(0.02), function* () {
      yield* asyncio.sleep(3600);
    });
  } catch (error) {
    if (!(error instanceof asyncio.TimeoutError)) throw error;
    console.log("the block took too long");
  }

  const limit = asyncio.timeout(null);
  yield* asyncio.asyncWith(limit, function* () {
    limit.reschedule(loop.time() + 10); // now we know how long we may take
    yield* asyncio.sleep(0.01);
  });
  console.log(`in time; expired: ${limit.expired()}`);
}

await asyncio.run(main());

// Prints:
// the block took too long
// in time; expired: false
