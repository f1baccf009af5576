/** Sleepers wake by their time, with their result; sleep(0) and negative ones take one turn. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* sleeper(name: string, delay: number) {
  print(name, "sleeps");
  print(name, "woke with", yield* asyncio.sleep(delay, `result of ${name}`));
}

function* main() {
  const tasks = [
    asyncio.createTask(sleeper("long", 0.06)),
    asyncio.createTask(sleeper("short", 0.02)),
    asyncio.createTask(sleeper("zero", 0)),
    asyncio.createTask(sleeper("negative", -5)),
  ];
  for (const task of tasks) yield* task;
  print(yield* asyncio.sleep(0));
}

await asyncio.run(main());
