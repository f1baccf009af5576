// Ten thousand tasks that wait, and a ticker that reports whenever the loop paused.
import * as asyncio from "loopscope";

const TASKS = 10_000;
const TICK_SECONDS = 0.001;
/** Shorter gaps than this are what a timer of 1 ms shows on an idle machine. */
const REPORTED_GAP_MS = 1.5;

function* waiter(event: asyncio.Event) {
  yield* event.wait();
}

/** Prints `gap <end, epoch ms> <length, ms>` for each time in which it did not run. */
function* ticker() {
  let before = performance.now();
  while (true) {
    yield* asyncio.sleep(TICK_SECONDS);
    const now = performance.now();
    const gapMs = now - before - TICK_SECONDS * 1000;
    if (gapMs >= REPORTED_GAP_MS) console.log(`gap ${Date.now()} ${gapMs.toFixed(2)}`);
    before = performance.now();
  }
}

function* main() {
  const event = new asyncio.Event();
  const tasks = Array.from({ length: TASKS }, (_, n) =>
    asyncio.createTask(waiter(event), { name: `waiter ${n}` }),
  );
  yield* asyncio.sleep(0);
  console.log("ready");
  yield* ticker();
  yield* asyncio.gather(tasks);
}

await asyncio.run(main());
