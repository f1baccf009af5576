// Many tasks at many things: equal ones, two that hold each other up, one that will not be cancelled, one in a shield.
import * as asyncio from "loopscope";

const WORKERS = 30;

const jobs = new asyncio.Queue<string>(0, { name: "jobs" });
const pens = new asyncio.Lock({ name: "pens" });
const paper = new asyncio.Lock({ name: "paper" });
const bothHoldOne = new asyncio.Event();
let holding = 0;

function* worker() {
  while (true) console.log(yield* jobs.get());
}

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

function* stubborn() {
  try {
    yield* asyncio.sleep(3600);
  } catch (error) {
    if (!(error instanceof asyncio.CancelledError)) throw error;
  }
  return "as it likes";
}

function* keep() {
  yield* asyncio.sleep(3600);
}

function* assist(kept: asyncio.Task<void>) {
  yield* asyncio.shield(kept);
}

function* watch(kept: asyncio.Task<void>) {
  yield* asyncio.wait([kept]);
}

function* boss() {
  const kept = asyncio.createTask(keep(), { name: "kept" });
  const referee = asyncio.createTask(watch(kept), { name: "referee" });
  yield* asyncio.createTask(assist(kept), { name: "assistant" });
  yield* referee;
}

function* heart() {
  while (true) yield* asyncio.sleep(0.2);
}

function* main() {
  const tasks = [
    asyncio.createTask(write(pens, paper), { name: "ann" }),
    asyncio.createTask(write(paper, pens), { name: "bob" }),
    asyncio.createTask(stubborn(), { name: "stubborn" }),
    asyncio.createTask(boss(), { name: "boss" }),
    asyncio.createTask(heart(), { name: "heart" }),
  ];
  for (let n = 1; n <= WORKERS; n++) tasks.push(asyncio.createTask(worker(), { name: `worker-${n}` }));
  yield* asyncio.gather(tasks, { returnExceptions: true });
}

await asyncio.run(main());
