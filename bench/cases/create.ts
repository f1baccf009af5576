// Create and join: tasks in batches of a hundred, each awaited.
import * as asyncio from "loopscope";
import { sample } from "./sampling.js";

const TASKS = 20_000;

function* child() {
  yield* asyncio.sleep(0);
}

function* main() {
  for (let i = 0; i < TASKS; i += 100) {
    const tasks = Array.from({ length: 100 }, () => asyncio.createTask(child()));
    for (const task of tasks) yield* task;
  }
}

await sample(TASKS, () => asyncio.run(main()));
