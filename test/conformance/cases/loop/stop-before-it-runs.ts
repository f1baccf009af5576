/** A loop that is told to stop before it runs takes one turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const loop = asyncio.newEventLoop();
loop.stop();
loop.callSoon(print, "first turn");
loop.callSoon(() => loop.callSoon(print, "second turn"));
await loop.runForever();
print("stopped", loop.isRunning());
loop.callSoon(() => loop.stop());
await loop.runForever();
loop.close();
print(loop.isClosed());
