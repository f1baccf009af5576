/** What a loop refuses: running twice, stopping early, working when closed. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

const loop = asyncio.newEventLoop();

function* inside() {
  try {
    loop.runForever();
  } catch (error) {
    print(show(error));
  }
  const other = asyncio.newEventLoop();
  try {
    other.runForever();
  } catch (error) {
    print(show(error));
  }
  other.close();
  try {
    loop.close();
  } catch (error) {
    print(show(error));
  }
  return "inside done";
}

print(await loop.runUntilComplete(inside()));
const future = loop.createFuture();
loop.callSoon(() => loop.stop());
try {
  await loop.runUntilComplete(future);
} catch (error) {
  print(show(error));
}
loop.close();
loop.close();
for (const refused of [() => loop.callSoon(print), () => loop.callLater(1, print), () => loop.runForever()]) {
  try {
    await refused();
  } catch (error) {
    print(show(error));
  }
}
