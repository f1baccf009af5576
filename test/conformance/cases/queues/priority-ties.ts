/** Items that define their own order: those of equal priority come out as CPython's heap gives them. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Job implements asyncio.Ordered {
  constructor(
    readonly priority: number,
    readonly name: string,
  ) {}
  lessThan(other: Job): boolean {
    return this.priority < other.priority;
  }
}

function* main() {
  const queue = new asyncio.PriorityQueue<Job>();
  [2, 1, 2, 1, 3, 1, 2, 1, 1, 3].forEach((priority, number) => {
    queue.putNowait(new Job(priority, `${priority}${"abcdefghij"[number]}`));
  });
  const taken: string[] = [];
  for (let i = 0; i < 5; i++) taken.push((yield* queue.get()).name);
  queue.putNowait(new Job(2, "2x"));
  queue.putNowait(new Job(1, "1x"));
  while (!queue.empty()) taken.push(queue.getNowait().name);
  print(taken);
}

await asyncio.run(main());
