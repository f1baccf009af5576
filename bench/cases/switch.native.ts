// Task switches: a hundred async functions take turns.
import { sample } from "./sampling.js";

const TASKS = 100;
const SWITCHES = 5_000;

async function switcher() {
  for (let i = 0; i < SWITCHES; i++) await null;
}

await sample(TASKS * SWITCHES, () => Promise.all(Array.from({ length: TASKS }, switcher)));
