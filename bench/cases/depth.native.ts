// Suspending below a chain of async functions. Argument: depth.
import { sample } from "./sampling.js";

const depth = Number(process.argv[2]);
const SUSPENSIONS = 20_000;

async function nested(level: number): Promise<void> {
  if (level > 1) return await nested(level - 1);
  for (let i = 0; i < SUSPENSIONS; i++) await null;
}

await sample(SUSPENSIONS * 10, () => Promise.all(Array.from({ length: 10 }, () => nested(depth))));
