// The level below tasks: the loop runs plain callbacks, soon, later, or until someone stops it.
import * as asyncio from "loopscope";

const loop = asyncio.newEventLoop();
let ticks = 0;

function tick() {
  ticks += 1;
  console.log(`tick ${ticks}`);
  if (ticks === 3) loop.stop();
  else loop.callLater(0.01, tick);
}

loop.callSoon(tick);
loop.callSoon(console.log, "soon, but after the first tick");
await loop.runForever();
loop.close();
console.log(`closed: ${loop.isClosed()}`);

// Prints:
// tick 1
// soon, but after the first tick
// tick 2
// tick 3
// closed: true
