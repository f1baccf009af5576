// Timers that are pending at the same time. Arguments: how many; `insert` or `cancel`: what is timed.
import * as asyncio from "loopscope";
import { cpuNs, report } from "./sampling.js";

const timers = Number(process.argv[2]);
const timesCancelling = process.argv[3] === "cancel";
/** So many operations are timed at least, over several loops when the timers are few. */
const OPERATIONS = 1_000_000;
const SAMPLES = 3;

/** A fixed sequence of numbers below one: the same deadlines in every run. */
function* fractions(): Generator<number, never> {
  for (let state = 1; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

function timeOnce(): number {
  const source = fractions();
  const deadlines = Array.from({ length: timers }, () => 3600 * (1 + source.next().value));
  const repetitions = Math.max(1, OPERATIONS / timers);
  let elapsedNs = 0;
  for (let i = 0; i < repetitions; i++) {
    const loop = asyncio.newEventLoop();
    const start = loop.time();
    const handles: asyncio.TimerHandle[] = [];
    const inserting = cpuNs();
    for (const deadline of deadlines) handles.push(loop.callAt(start + deadline, () => {}));
    const cancelling = cpuNs();
    for (const handle of handles) handle.cancel();
    const end = cpuNs();
    elapsedNs += timesCancelling ? end - cancelling : cancelling - inserting;
    loop.close();
  }
  return elapsedNs / (repetitions * timers);
}

timeOnce();
report(Array.from({ length: SAMPLES }, timeOnce));
