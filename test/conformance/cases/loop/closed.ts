/** A closed loop refuses everything but being closed again. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function never() {
  print("never");
}

const loop = asyncio.newEventLoop();
const future = loop.createFuture();
loop.callSoon(never);
loop.close();
loop.close();
print(loop.isClosed(), loop.isRunning());
for (const refused of [
  () => loop.callSoon(never),
  () => loop.callSoonThreadsafe(never),
  () => loop.callLater(1, never),
  () => loop.callAt(1, never),
  () => loop.runForever(),
  () => loop.runUntilComplete(future),
]) {
  try {
    await refused();
  } catch (error) {
    print(show(error));
  }
}
