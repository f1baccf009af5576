// Create and join: async calls in batches of a hundred, each awaited.
import { sample } from "./sampling.js";

const TASKS = 20_000;

async function child() {
  await null;
}

async function main() {
  for (let i = 0; i < TASKS; i += 100) {
    const promises = Array.from({ length: 100 }, () => child());
    for (const promise of promises) await promise;
  }
}

await sample(TASKS, main);
