/** Shutting a queue down wakes who waits to put; who gets empties it first. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* attempt(name: string, coro: asyncio.Coroutine<unknown>) {
  try {
    print(name, yield* coro);
  } catch (error) {
    print(name, show(error));
  }
}

function* main() {
  const full = new asyncio.Queue<unknown>(1);
  full.putNowait("left");
  const putter = asyncio.createTask(attempt("putter", full.put("more")));
  yield* asyncio.sleep(0);
  full.shutdown();
  full.shutdown();
  yield* putter;
  yield* attempt("get", full.get());
  yield* attempt("get again", full.get());
  yield* attempt("put", full.put("late"));
  for (const [name, refused] of [
    ["put_nowait", () => full.putNowait(1)],
    ["get_nowait", () => full.getNowait()],
  ] as const) {
    try {
      refused();
    } catch (error) {
      print(name, show(error));
    }
  }
  const empty = new asyncio.Queue<unknown>();
  const getters = ["g1", "g2"].map((name) => asyncio.createTask(attempt(name, empty.get())));
  yield* asyncio.sleep(0);
  empty.shutdown();
  yield* asyncio.gather(getters);
  full.taskDone();
  yield* full.join();
  print(full.qsize(), full.empty(), full.full());
}

await asyncio.run(main());
