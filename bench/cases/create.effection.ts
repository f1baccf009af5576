// Create and join: effection's tasks in batches of a hundred, each awaited.
import { run, spawn, type Task, until } from "effection";
import { sample } from "./sampling.js";

const TASKS = 20_000;

function* child() {
  yield* until(Promise.resolve());
}

await sample(TASKS, () =>
  run(function* () {
    for (let i = 0; i < TASKS; i += 100) {
      const tasks: Task<void>[] = [];
      for (let j = 0; j < 100; j++) tasks.push(yield* spawn(child));
      for (const task of tasks) yield* task;
    }
  }),
);
