/** Which loop runs, and which one is set, inside and outside of a loop. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function running() {
  try {
    return asyncio.getRunningLoop();
  } catch (error) {
    return show(error);
  }
}

const loop = asyncio.newEventLoop();
print(running());
asyncio.setEventLoop(loop);
print(asyncio.getEventLoop() === loop);
print(running());

function* main() {
  print(asyncio.getRunningLoop() === loop, asyncio.getEventLoop() === loop);
  asyncio.setEventLoop(null);
  print(asyncio.getEventLoop() === loop);
  loop.callSoon(() => print(asyncio.getRunningLoop() === loop));
  yield* asyncio.sleep(0);
}

await loop.runUntilComplete(main());
print(running());
loop.close();
