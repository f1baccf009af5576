// A hundred thousand tasks that wait, awaited by a group; a ticker that reports whenever the loop paused; and when the
// debugger calls for it a change of one of them, or a flood of short tasks.
import * as asyncio from "loopscope";

const TASKS = Number(process.argv[2] ?? 100_000);
const TICK_SECONDS = 0.001;
/** Shorter gaps than this are what a timer of 1 ms shows on an idle machine. */
const REPORTED_GAP_MS = 1.5;
/** Tasks of a flood, in batches that leave the loop a moment in between. */
const FLOOD_TASKS = 300_000;
const FLOOD_BATCH = 500;

function* waiter(event: asyncio.Event): asyncio.Coroutine<void> {
  yield* event.wait();
}

function* short(): asyncio.Coroutine<void> {
  yield* asyncio.sleep(0);
}

/** Prints `gap <end, epoch ms> <length, ms>` for each time in which it did not run. */
function* ticker(): asyncio.Coroutine<void> {
  let before = performance.now();
  while (true) {
    yield* asyncio.sleep(TICK_SECONDS);
    const now = performance.now();
    const gapMs = now - before - TICK_SECONDS * 1000;
    if (gapMs >= REPORTED_GAP_MS) console.log(`gap ${Date.now()} ${gapMs.toFixed(2)}`);
    before = performance.now();
  }
}

function* flood(): asyncio.Coroutine<void> {
  const start = performance.now();
  for (let made = 0; made < FLOOD_TASKS; made += FLOOD_BATCH) {
    for (let n = 0; n < FLOOD_BATCH; n++) asyncio.createTask(short());
    yield* asyncio.sleep(0);
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(`flood ${FLOOD_TASKS} ${seconds.toFixed(3)}`);
}

function* main(): asyncio.Coroutine<void> {
  const shared = new asyncio.Event();
  const watched = new asyncio.Event({ name: "watched" });
  const tasks = Array.from({ length: TASKS - 1 }, (_, n) =>
    asyncio.createTask(waiter(shared), { name: `waiter ${n}` }),
  );
  asyncio.createTask(waiter(watched), { name: "watched" });
  yield* asyncio.sleep(0);
  console.log("ready");
  const ticking = asyncio.createTask(ticker(), { name: "ticker" });
  const loop = asyncio.getRunningLoop();
  const inLoop = (action: () => void) => () => void loop.callSoonThreadsafe(action);
  Object.assign(globalThis, {
    wakeWatched: inLoop(() => watched.set()),
    startFlood: inLoop(() => void loop.createTask(flood(), { name: "flood" })),
  });
  yield* asyncio.gather([...tasks, ticking]);
}

await asyncio.run(main());
