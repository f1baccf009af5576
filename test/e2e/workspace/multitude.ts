// A hundred thousand tasks that wait: all but a few at one queue, and one each at something of its own.
import * as asyncio from "loopscope";

const TASKS = 100_000;

const jobs = new asyncio.Queue<string>(0, { name: "jobs" });

function* worker() {
  while (true) console.log(yield* jobs.get());
}

function* dream() {
  yield* asyncio.sleep(3600);
}

function* knock(door: asyncio.Event) {
  yield* door.wait();
}

function* main() {
  const tasks: asyncio.Task<void>[] = [
    asyncio.createTask(dream(), { name: "sleeper" }),
    asyncio.createTask(knock(new asyncio.Event({ name: "door" })), { name: "visitor" }),
  ];
  for (let n = tasks.length + 2; n <= TASKS; n++) {
    tasks.push(asyncio.createTask(worker(), { name: `worker-${n}` }));
  }
  yield* asyncio.gather(tasks, { returnExceptions: true });
}

await asyncio.run(main());
