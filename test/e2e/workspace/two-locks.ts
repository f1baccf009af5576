// Two tasks that take the same two locks in opposite orders, and one that waits for them both.
import * as asyncio from "loopscope";

const pens = new asyncio.Lock();
const paper = new asyncio.Lock();
const bothHoldOne = new asyncio.Event();
let holding = 0;

function* write(first: asyncio.Lock, second: asyncio.Lock) {
  yield* asyncio.asyncWith(first, function* () {
    holding += 1;
    if (holding === 2) bothHoldOne.set();
    yield* bothHoldOne.wait();
    yield* asyncio.asyncWith(second, function* () {
      console.log("wrote a letter");
    });
  });
}

function* main() {
  const ann = asyncio.createTask(write(pens, paper), { name: "ann" });
  const bob = asyncio.createTask(write(paper, pens), { name: "bob" });
  const results = yield* asyncio.gather([ann, bob], { returnExceptions: true });
  console.log(`letters written: ${results.filter((result) => result === undefined).length}`);
}

await asyncio.run(main());
