// Create and join: Effect's fibers in batches of a hundred, each awaited.
import { Effect, Fiber } from "effect";
import { sample } from "./sampling.js";

const TASKS = 20_000;

const child = Effect.gen(function* () {
  yield* Effect.yieldNow;
});

const main = Effect.gen(function* () {
  for (let i = 0; i < TASKS; i += 100) {
    const fibers: Fiber.Fiber<void>[] = [];
    for (let j = 0; j < 100; j++) fibers.push(yield* Effect.forkChild(child));
    for (const fiber of fibers) yield* Fiber.join(fiber);
  }
});

await sample(TASKS, () => Effect.runPromise(main));
