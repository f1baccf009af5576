// A semaphore lets only so many in at a time.
import * as asyncio from "loopscope";

let inside = 0;
let most = 0;

function* visit(seats: asyncio.Semaphore) {
  yield* asyncio.asyncWith(seats, function* () {
    inside += 1;
    most = Math.max(most, inside);
    yield* asyncio.sleep(0.01);
    inside -= 1;
  });
}

function* main() {
  const seats = new asyncio.Semaphore(2);
  const guests = Array.from({ length: 6 }, () => visit(seats));
  yield* asyncio.gather(guests);
  console.log(`6 guests came, never more than ${most} at once`);
}

await asyncio.run(main());

// Prints:
// 6 guests came, never more than 2 at once
