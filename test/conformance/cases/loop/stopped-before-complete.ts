/** A loop that stops before its future is done says so, and can be run again. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const loop = asyncio.newEventLoop();
const future = loop.createFuture<string>();
loop.callSoon(() => loop.stop());
try {
  await loop.runUntilComplete(future);
} catch (error) {
  print(show(error));
}
loop.callSoon(() => future.setResult("later"));
print(await loop.runUntilComplete(future));
print(await loop.runUntilComplete(future));
loop.close();
