/** From outside of the loop: a coroutine's result or error comes back. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function* work(fail: boolean) {
  yield* asyncio.sleep(0);
  if (fail) throw new Boom("inside");
  return "result";
}

async function outside(loop: asyncio.AbstractEventLoop, done: asyncio.Future<null>) {
  for (const fail of [false, true]) {
    const promise = asyncio.runCoroutineThreadsafe(work(fail), loop);
    try {
      print(await promise);
    } catch (error) {
      print(show(error));
    }
  }
  try {
    await asyncio.runCoroutineThreadsafe(42 as never, loop);
  } catch (error) {
    print(show(error));
  }
  loop.callSoonThreadsafe(() => done.setResult(null));
}

function* main() {
  const loop = asyncio.getRunningLoop();
  const done = loop.createFuture<null>();
  outside(loop, done);
  yield* done;
}

await asyncio.run(main());
