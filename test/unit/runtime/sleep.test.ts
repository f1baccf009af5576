import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

function* later<T>(seconds: number, result: T): Coro<T> {
  return yield* asyncio.sleep(seconds, result);
}
function* _failing(seconds: number, message: string): Coro<never> {
  yield* asyncio.sleep(seconds);
  throw new asyncio.ValueError(message);
}

describe("sleep", () => {
  it("gives its result after its time, and takes zero for one turn", async () => {
    const testRun = manualLoop();
    await runManually(
      (function* () {
        assert.equal(yield* asyncio.sleep(1.5, "slept"), "slept");
        assert.equal(testRun.loop.time(), 1.5);
        const before = testRun.loop._turns;
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(-1);
        assert.equal(testRun.loop._turns, before + 2);
        assert.equal(testRun.loop.time(), 1.5);
      })(),
      testRun,
    );
  });

  it("refuses NaN", async () => {
    await assert.rejects(runManually(asyncio.sleep(Number.NaN)), {
      name: "ValueError",
      message: "Invalid delay: NaN (not a number)",
    });
  });

  it("is a coroutine of its name, however short", async () => {
    await runManually(
      (function* () {
        for (const delay of [0, 1]) {
          assert.ok(asyncio.isCoroutine(asyncio.sleep(delay)));
          const task = asyncio.createTask(asyncio.sleep(delay, "slept"));
          assert.match(String(task), /^<Task pending name='.*' coro=<sleep\(\)>>$/);
          assert.equal(yield* task, "slept");
        }
        const cancelled = asyncio.createTask(asyncio.sleep(0));
        yield* asyncio.sleep(0);
        cancelled.cancel();
        yield* asyncio.wait([cancelled]);
        assert.equal(cancelled.cancelled(), true);
      })(),
    );
  });

  it("stands for a timer to an observer", async () => {
    await runManually(
      (function* () {
        const task = asyncio.createTask(asyncio.sleep(5));
        yield* asyncio.sleep(1);
        assert.equal(task._futWaiter?.waitKind, "sleep");
        const timer = task._futWaiter?.waitResource;
        assert.ok(timer instanceof asyncio.TimerHandle);
        assert.equal(timer.when(), 5);
        yield* task;
      })(),
    );
  });
});

describe("ensureFuture", () => {
  it("takes futures as they are, and wraps coroutines and other awaitables", async () => {
    await runManually(
      (function* () {
        const future = new asyncio.Future<number>();
        assert.equal(asyncio.ensureFuture(future), future);
        assert.ok(asyncio.ensureFuture(later(1, 1)) instanceof asyncio.Task);
        const awaitable: asyncio.Awaitable<string> = { [Symbol.iterator]: () => later(1, "wrapped") };
        assert.equal(yield* asyncio.ensureFuture(awaitable), "wrapped");
        for (const value of [5, "text", [1], new Set(), Promise.resolve(1)]) {
          assert.throws(() => asyncio.ensureFuture(value as never), {
            name: "TypeError",
            message: "An asyncio.Future, a coroutine or an awaitable is required",
          });
        }
        const { loop } = manualLoop();
        assert.throws(() => asyncio.ensureFuture(future, { loop }), { name: "ValueError" });
      })(),
    );
  });
});
