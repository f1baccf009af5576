/** Forks taken in a fixed order never deadlock; taken crosswise they do, until one is cancelled. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* dine(name: string, first: asyncio.Lock, second: asyncio.Lock, log: string[]) {
  yield* asyncio.asyncWith(first, function* () {
    yield* asyncio.sleep(0);
    yield* asyncio.asyncWith(second, function* () {
      log.push(name);
      print(name, "eats");
    });
  });
}

function* main() {
  const forks = [new asyncio.Lock(), new asyncio.Lock(), new asyncio.Lock()];
  const fork = (seat: number) => forks[seat] as asyncio.Lock;
  const seats = [0, 1, 2];
  const log: string[] = [];
  yield* asyncio.gather(
    seats.map((seat) => {
      const next = (seat + 1) % 3;
      return dine(String(seat), fork(Math.min(seat, next)), fork(Math.max(seat, next)), log);
    }),
  );
  print("all have eaten", log);
  const crosswise = seats.map((seat) =>
    asyncio.createTask(dine(String(seat), fork(seat), fork((seat + 1) % 3), log)),
  );
  const [done, pending] = yield* asyncio.wait(crosswise, { timeout: 0.02 });
  print(
    "deadlock",
    done.size,
    pending.size,
    forks.map((fork) => fork.locked()),
  );
  crosswise[1]?.cancel("give it up");
  const results: unknown[] = yield* asyncio.gather(crosswise, { returnExceptions: true });
  print(
    results.map(show),
    forks.map((fork) => fork.locked()),
  );
}

await asyncio.run(main());
