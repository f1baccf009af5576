/** A function in another thread: its arguments, its result, its exception; the loop goes on meanwhile. */
import * as asyncio from "../../../../src/runtime/index.js";
import { tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function add(a: number, b: number) {
  return a + b;
}

function fail(text: string) {
  throw text ? new RangeError(text) : new TypeError("no text");
}

function slow(seconds: number) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  return "slow";
}

function* main() {
  print(yield* asyncio.toThread(add, 1, 2));
  print(yield* asyncio.toThread(() => undefined));
  try {
    yield* asyncio.toThread(fail, "");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    print(error.name, error.message);
  }
  const task = asyncio.createTask(asyncio.toThread(slow, 0.05));
  for (let i = 0; i < 3; i++) {
    yield* asyncio.sleep(0);
    print("the loop goes on");
  }
  print(yield* task);
  const sums = Array.from({ length: 10 }, (_, n) => asyncio.toThread(add, n, n));
  print(yield* asyncio.gather(sums));
}

await asyncio.run(main());
