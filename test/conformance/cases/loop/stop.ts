/** stop() lets the current turn finish; what it scheduled waits for the next run. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const loop = asyncio.newEventLoop();

function stopper(): void {
  print("stopping");
  loop.callSoon(print, "scheduled after stop");
  loop.stop();
}

loop.callSoon(print, "one");
loop.callSoon(stopper);
loop.callSoon(print, "two");
print("running", loop.isRunning());
await loop.runForever();
print("stopped", loop.isRunning());
loop.stop();
await loop.runForever();
print("stopped before it ran: one turn all the same");
loop.close();
print("closed", loop.isClosed());
