// A Condition is a lock with a waiting room: `waitFor` gives the lock away until what it needs is true.
import * as asyncio from "loopscope";

const shelf: string[] = [];

function* baker(changed: asyncio.Condition) {
  for (const loaf of ["rye", "wheat"]) {
    yield* asyncio.sleep(0.02);
    yield* asyncio.asyncWith(changed, function* () {
      shelf.push(loaf);
      console.log(`baked ${loaf}`);
      changed.notifyAll();
    });
  }
}

function* customer(name: string, wanted: string, changed: asyncio.Condition) {
  yield* asyncio.asyncWith(changed, function* () {
    yield* changed.waitFor(() => shelf.includes(wanted));
    shelf.splice(shelf.indexOf(wanted), 1);
    console.log(`${name} takes ${wanted}`);
  });
}

function* main() {
  const changed = new asyncio.Condition();
  yield* asyncio.gather([customer("Ann", "wheat", changed), customer("Bob", "rye", changed), baker(changed)]);
}

await asyncio.run(main());

// Prints:
// baked rye
// Bob takes rye
// baked wheat
// Ann takes wheat
