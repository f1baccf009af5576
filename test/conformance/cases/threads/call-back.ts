/** From inside of a thread: callbacks run in the loop, coroutines give their result or raise in the thread. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function work(report: (text: string) => void, lookup: (key: string) => asyncio.ThreadCall<number>) {
  report("started");
  const found: unknown[] = ["a", "b"].map((key) => lookup(key).result());
  try {
    lookup("missing").result();
  } catch (error) {
    found.push((error as Error).message);
  }
  report("done");
  return found;
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const values = new Map([
    ["a", 1],
    ["b", 2],
  ]);

  function report(text: string) {
    print("report:", text, asyncio.getRunningLoop() === loop);
  }

  function* lookup(key: string) {
    yield* asyncio.sleep(0);
    print("lookup:", key);
    const value = values.get(key);
    if (value === undefined) throw new Boom(`no ${key}`);
    return value;
  }

  print(yield* asyncio.toThread(work, asyncio.threadsafe(report), asyncio.threadsafe(lookup)));
}

await asyncio.run(main());
