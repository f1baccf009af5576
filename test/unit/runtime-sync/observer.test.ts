import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { type Instrument, observe } from "../../../src/runtime/instrumentation.js";
import { runManually } from "../../support/loop-on-manual-host.js";

/** What an observer hears of resources: `acquired Lock by Task-name`. */
function listen(heard: string[]): () => void {
  const note = (what: string) => (resource: object, holder: asyncio.Task<unknown> | null) => {
    heard.push(`${what} ${resource.constructor.name} by ${holder?.getName() ?? "nobody"}`);
  };
  const silent = (): void => {};
  const instrument: Instrument = {
    loopCreated: silent,
    loopChanged: silent,
    turnStarted: silent,
    turnEnded: silent,
    taskCreated: silent,
    taskStepStarted: silent,
    taskSuspended: silent,
    taskDone: silent,
    futureDone: silent,
    exceptionRetrieved: silent,
    queueUsed: silent,
    cancelRequested: silent,
    resourceAcquired: note("acquired"),
    resourceReleased: note("released"),
    warned: silent,
  };
  return observe(instrument);
}

describe("an observer of locks", () => {
  let heard: string[];
  let dispose: () => void;
  beforeEach(() => {
    heard = [];
    dispose = listen(heard);
  });
  afterEach(() => dispose());

  it("hears of a lock that changes hands, with who had it", async () => {
    const lock = new asyncio.Lock();
    const use = function* () {
      yield* asyncio.asyncWith(lock, () => asyncio.sleep(0));
    };
    await runManually(
      (function* () {
        yield* asyncio.gather([
          asyncio.createTask(use(), { name: "a" }),
          asyncio.createTask(use(), { name: "b" }),
        ]);
      })(),
    );
    assert.deepEqual(heard, [
      "acquired Lock by a",
      "released Lock by a",
      "acquired Lock by b",
      "released Lock by b",
    ]);
  });

  it("hears who held a lock that another task releases", async () => {
    const lock = new asyncio.Lock();
    await runManually(
      (function* () {
        yield* asyncio.createTask(lock.acquire(), { name: "holder" });
        lock.release();
      })(),
    );
    assert.deepEqual(heard, ["acquired Lock by holder", "released Lock by holder"]);
  });

  it("hears of semaphores, and of a release by nobody who holds one", async () => {
    const semaphore = new asyncio.Semaphore(0);
    await runManually(
      (function* () {
        asyncio.currentTask()?.setName("main");
        const waiting = asyncio.createTask(semaphore.acquire(), { name: "consumer" });
        yield* asyncio.sleep(0);
        semaphore.release();
        yield* waiting;
        semaphore.release();
      })(),
    );
    assert.deepEqual(heard, [
      "released Semaphore by nobody",
      "acquired Semaphore by consumer",
      "released Semaphore by consumer",
    ]);
  });

  it("hears of a condition's lock, and not of what is private to a barrier or a queue", async () => {
    const condition = new asyncio.Condition();
    const barrier = new asyncio.Barrier(1);
    const queue = new asyncio.Queue<number>();
    await runManually(
      (function* () {
        asyncio.currentTask()?.setName("main");
        yield* asyncio.asyncWith(condition, function* () {
          condition.notifyAll();
        });
        yield* barrier.wait();
        yield* queue.put(1);
        yield* queue.get();
        queue.taskDone();
        yield* queue.join();
      })(),
    );
    assert.deepEqual(heard, ["acquired Lock by main", "released Lock by main"]);
  });
});
