// `shield` keeps a cancellation away from what must not be interrupted: the one who waits is cancelled, the work
// goes on.
import * as asyncio from "loopscope";

function* saveOrder() {
  console.log("saving ...");
  yield* asyncio.sleep(0.05);
  console.log("saved");
  return "order 7";
}

function* main() {
  const saving = asyncio.createTask(saveOrder());
  try {
    yield* asyncio.waitFor(asyncio.shield(saving), 0.01);
  } catch (error) {
    if (!(error instanceof asyncio.TimeoutError)) throw error;
    console.log(`no patience; the saving was cancelled: ${saving.cancelled()}`);
  }
  console.log(`after all: ${yield* saving}`);
}

await asyncio.run(main());

// Prints:
// saving ...
// no patience; the saving was cancelled: false
// saved
// after all: order 7
