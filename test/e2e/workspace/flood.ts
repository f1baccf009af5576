// Short tasks without end, as many as the machine can start, beside a few that stay.
import { renameSync, writeFileSync } from "node:fs";
import * as asyncio from "loopscope";

const AT_ONCE = 500;

function* drop() {
  yield* asyncio.sleep(0);
}

function* pour() {
  while (true) {
    for (let n = 0; n < AT_ONCE; n++) asyncio.createTask(drop());
    yield* asyncio.sleep(0);
  }
}

/** Keeps the time in a file: what a debugger says of it may be late. */
function* count() {
  for (let seconds = 0; ; seconds++) {
    // Never empty, whenever it is read and whenever the program is ended.
    writeFileSync("flood.txt.new", String(seconds));
    renameSync("flood.txt.new", "flood.txt");
    yield* asyncio.sleep(1);
  }
}

function* stand(rock: asyncio.Event) {
  yield* rock.wait();
}

function* main() {
  const rock = new asyncio.Event({ name: "rock" });
  const tasks = [
    asyncio.createTask(stand(rock), { name: "heron" }),
    asyncio.createTask(stand(rock), { name: "egret" }),
    asyncio.createTask(count(), { name: "gauge" }),
    asyncio.createTask(pour(), { name: "spring" }),
  ];
  yield* asyncio.gather(tasks, { returnExceptions: true });
}

await asyncio.run(main());
