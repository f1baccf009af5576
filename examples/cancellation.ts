// Cancelling throws a CancelledError into the task where it waits: `finally` cleans up, and the error goes on to
// whoever awaits the task.
import * as asyncio from "loopscope";

function* worker() {
  console.log("worker: opens a file");
  try {
    yield* asyncio.sleep(3600);
  } catch (error) {
    if (error instanceof asyncio.CancelledError) console.log(`worker: cancelled, because: ${error.message}`);
    throw error;
  } finally {
    console.log("worker: closes the file");
  }
}

function* main() {
  const task = asyncio.createTask(worker());
  yield* asyncio.sleep(0.02);

  task.cancel("closing time");
  try {
    yield* task;
  } catch (error) {
    if (!(error instanceof asyncio.CancelledError)) throw error;
    console.log("main: the worker is gone");
  }
  console.log(`cancelled: ${task.cancelled()}`);
}

await asyncio.run(main());

// Prints:
// worker: opens a file
// worker: cancelled, because: closing time
// worker: closes the file
// main: the worker is gone
// cancelled: true
