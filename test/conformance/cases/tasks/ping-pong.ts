/** Two tasks that wake each other take turns, one step each. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* player(name: string, mine: asyncio.Event, theirs: asyncio.Event, rounds: number) {
  for (let i = 0; i < rounds; i++) {
    yield* mine.wait();
    mine.clear();
    print(name, i);
    theirs.set();
  }
}

function* main() {
  const [ping, pong] = [new asyncio.Event(), new asyncio.Event()];
  const players = [
    asyncio.createTask(player("ping", ping, pong, 3)),
    asyncio.createTask(player("pong", pong, ping, 3)),
  ];
  ping.set();
  let turn = 0;
  while (!players.every((task) => task.done())) {
    turn++;
    yield* asyncio.sleep(0);
  }
  print("turns", turn);
}

await asyncio.run(main());
