/** Shutting the default executor down waits for what it runs; so does the end of run. */
import * as asyncio from "../../../../src/runtime/index.js";
import { show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function work(done: Int32Array) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  done[0] = 1;
}

function attempt(loop: asyncio.AbstractEventLoop, done: Int32Array) {
  try {
    loop.runInExecutor(null, work, done);
  } catch (error) {
    print(show(error));
  }
}

function* main(done: Int32Array) {
  const loop = asyncio.getRunningLoop();
  yield* loop.shutdownDefaultExecutor();
  attempt(loop, done);

  const other = asyncio.newEventLoop();
  other.close();
  attempt(other, done);
}

function* leave(done: Int32Array): asyncio.Coroutine<void> {
  asyncio.getRunningLoop().runInExecutor(null, work, done);
  print("left:", done[0]);
}

function* waitForIt(done: Int32Array): asyncio.Coroutine<void> {
  const loop = asyncio.getRunningLoop();
  const future = loop.runInExecutor(null, work, done);
  yield* loop.shutdownDefaultExecutor(10);
  print("waited:", done[0], yield* future);
  yield* loop.shutdownDefaultExecutor();
}

const shared = () => new Int32Array(new SharedArrayBuffer(4));

await asyncio.run(main(shared()));
for (const program of [leave, waitForIt]) {
  const done = shared();
  await asyncio.run(program(done));
  print("after run:", done[0]);
}
