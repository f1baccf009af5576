/** An executor of one's own: what waits for its one thread can be taken back; after shutdown it takes nothing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function note(notes: Int32Array, place: number, seconds: number) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  notes[place] = 1;
  return place;
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const executor = new asyncio.ThreadPoolExecutor(1);
  const notes = new Int32Array(new SharedArrayBuffer(12));
  const futures = [0, 1, 2].map((place) => loop.runInExecutor(executor, note, notes, place, 0.02));
  print(futures[1]?.cancel(), futures[1]?.cancelled());
  yield* asyncio.wait(futures);
  print(futures[0]?.result(), futures[2]?.result(), [...notes]);
  yield* asyncio.fromPromise(executor.shutdown());
  try {
    loop.runInExecutor(executor, note, notes, 0, 0);
  } catch (error) {
    print(show(error));
  }
}

await asyncio.run(main());
