// A bare Future is a result that is not there yet: someone awaits it, and a callback sets it.
import * as asyncio from "loopscope";

function* main() {
  const loop = asyncio.getRunningLoop();
  const future = loop.createFuture<string>();

  future.addDoneCallback(() => console.log("callback: the future is done"));
  loop.callLater(0.05, () => future.setResult("the answer"));

  console.log("waiting ...");
  console.log(`got ${yield* future}`);
}

await asyncio.run(main());

// Prints:
// waiting ...
// callback: the future is done
// got the answer
