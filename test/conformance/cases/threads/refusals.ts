/** What is no executor, and what cannot run in one. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* coroutine() {}

function* main(): asyncio.Coroutine<void> {
  const loop = asyncio.getRunningLoop();
  for (const call of [
    () => loop.setDefaultExecutor("executor" as never),
    () => new asyncio.ThreadPoolExecutor(0),
    () => new asyncio.ThreadPoolExecutor(-1),
    () => loop.runInExecutor(null, coroutine),
    () => loop.runInExecutor(null, 42 as never),
  ]) {
    try {
      call();
    } catch (error) {
      print(show(error));
    }
  }
}

await asyncio.run(main(), { debug: true });
