/** Shut down, a queue takes nothing, and gives what it has; who waits is woken. */
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
  const empty = new asyncio.Queue();
  const getters = ["getter 1", "getter 2"].map((name) => asyncio.createTask(attempt(name, empty.get())));
  yield* asyncio.sleep(0);
  empty.shutdown();
  yield* asyncio.wait(getters);
  const full = new asyncio.Queue<string>(1);
  full.putNowait("left");
  const putter = asyncio.createTask(attempt("putter", full.put("too late")));
  const joiner = asyncio.createTask(attempt("joiner", full.join()));
  yield* asyncio.sleep(0);
  full.shutdown();
  yield* putter;
  yield* attempt("put", full.put("x"));
  try {
    full.putNowait("x");
  } catch (error) {
    print("put_nowait", show(error));
  }
  print(joiner.done(), full.qsize());
  yield* attempt("get", full.get());
  yield* attempt("get", full.get());
  try {
    full.getNowait();
  } catch (error) {
    print("get_nowait", show(error));
  }
  full.taskDone();
  yield* joiner;
}

await asyncio.run(main());
