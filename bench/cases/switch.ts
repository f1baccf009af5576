// Task switches: a hundred tasks take turns.
import * as asyncio from "loopscope";
import { wakeIfAsked } from "./awake.js";
import { sample } from "./sampling.js";

const TASKS = 100;
const SWITCHES = 5_000;

function* switcher() {
  for (let i = 0; i < SWITCHES; i++) yield* asyncio.sleep(0);
}

function* main() {
  yield* asyncio.gather(Array.from({ length: TASKS }, switcher));
}

wakeIfAsked();
await sample(TASKS * SWITCHES, () => asyncio.run(main()));
