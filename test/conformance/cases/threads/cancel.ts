/** Cancelling whoever awaits a function in a thread does not reach the function; what it gives is dropped. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function work(steps: Int32Array, started: Int32Array, stopped: Int32Array) {
  Atomics.store(steps, 0, 1);
  Atomics.wait(started, 0, 0);
  Atomics.store(steps, 0, 2);
  Atomics.store(stopped, 0, 1);
}

function hold(released: Int32Array) {
  Atomics.wait(released, 0, 0);
}

const shared = () => new Int32Array(new SharedArrayBuffer(4));

function* main() {
  const [steps, started, stopped] = [shared(), shared(), shared()];
  const task = asyncio.createTask(asyncio.toThread(work, steps, started, stopped));
  while (Atomics.load(steps, 0) !== 1) yield* asyncio.sleep(0.001);
  task.cancel("enough");
  try {
    yield* task;
  } catch (error) {
    if (!(error instanceof asyncio.CancelledError)) throw error;
    print("cancelled:", error.message);
  }
  print(task.cancelled(), Atomics.load(steps, 0));
  Atomics.store(started, 0, 1);
  Atomics.notify(started, 0);
  while (Atomics.load(stopped, 0) !== 1) yield* asyncio.sleep(0.001);
  print("the thread went on:", Atomics.load(steps, 0));

  const released = shared();
  try {
    yield* asyncio.waitFor(asyncio.toThread(hold, released), 0.01);
  } catch (error) {
    if (!(error instanceof asyncio.TimeoutError)) throw error;
    print("timeout");
  }
  Atomics.store(released, 0, 1);
  Atomics.notify(released, 0);
}

await asyncio.run(main());
print("end");
