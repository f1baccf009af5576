import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

function* later<T>(seconds: number, result: T): Coro<T> {
  return yield* asyncio.sleep(seconds, result);
}
function* failing(seconds: number, message: string): Coro<never> {
  yield* asyncio.sleep(seconds);
  throw new asyncio.ValueError(message);
}

describe("gather", () => {
  it("gives the results in the given order, with their own types", async () => {
    const testRun = manualLoop();
    const result = await runManually(
      (function* () {
        const [n, s] = yield* asyncio.gather([later(2, 1), later(1, "x")]);
        const typed: [number, string] = [n, s];
        return typed;
      })(),
      testRun,
    );
    assert.deepEqual(result, [1, "x"]);
    assert.equal(testRun.host.nowMs, 2000);
  });

  it("gives an empty list for nothing", async () => {
    assert.deepEqual(await runManually(emptyGather()), []);
  });

  it("awaits a duplicate once", async () => {
    const results = await runManually(
      (function* () {
        const coroutine = later(1, 5);
        return yield* asyncio.gather([coroutine, coroutine]);
      })(),
    );
    assert.deepEqual(results, [5, 5]);
  });

  it("raises the first exception at once, and lets the others go on", async () => {
    const testRun = manualLoop();
    await runManually(
      (function* () {
        const slow = asyncio.createTask(later(5, "slow"));
        try {
          yield* asyncio.gather([slow, failing(1, "first"), failing(2, "second")]);
          assert.fail("it did not raise");
        } catch (error) {
          assert.equal(String(error), "ValueError: first");
        }
        assert.equal(testRun.loop.time(), 1);
        assert.equal(yield* slow, "slow");
      })(),
      testRun,
    );
    assert.deepEqual(testRun.unhandled, []);
  });

  it("takes exceptions and cancellations as results when asked to", async () => {
    const results = await runManually(
      (function* () {
        const doomed = asyncio.createTask(later(9, "never"));
        asyncio.getRunningLoop().callLater(1, () => doomed.cancel("why"));
        return yield* asyncio.gather([later(1, "ok"), failing(1, "bad"), doomed], { returnExceptions: true });
      })(),
    );
    assert.deepEqual(results.map(String), ["ok", "ValueError: bad", "CancelledError"]);
  });

  it("raises CancelledError when a child is cancelled, without being cancelled itself", async () => {
    await runManually(
      (function* () {
        const child = asyncio.createTask(later(9, 1));
        const gathered = asyncio.gather([child]);
        asyncio.getRunningLoop().callLater(1, () => child.cancel("child"));
        try {
          yield* gathered;
          assert.fail("it did not raise");
        } catch (error) {
          assert.equal(String(error), "CancelledError: child");
        }
        assert.equal(gathered.cancelled(), false);
      })(),
    );
  });

  for (const returnExceptions of [false, true]) {
    it(`cancels its children when it is cancelled, returnExceptions ${returnExceptions}`, async () => {
      await runManually(
        (function* () {
          const children = [1, 2].map((n) => asyncio.createTask(later(n * 9, n)));
          const outer = asyncio.createTask(
            (function* (): Coro<unknown> {
              return yield* asyncio.gather(children, { returnExceptions });
            })(),
          );
          yield* asyncio.sleep(1);
          outer.cancel("all of it");
          yield* asyncio.wait([outer]);
          assert.equal(outer.cancelled(), true);
          assert.throws(() => outer.result(), { message: "all of it" });
          assert.deepEqual(
            children.map((child) => child.cancelled()),
            [true, true],
          );
        })(),
      );
    });
  }

  it("is finished as soon as it is made when all its children are", async () => {
    await runManually(
      (function* () {
        const done = new asyncio.Future<number>();
        done.setResult(1);
        const gathered = asyncio.gather([done, done]);
        assert.equal(gathered.done(), true);
        assert.deepEqual(gathered.result(), [1, 1]);
      })(),
    );
  });

  it("stands for its children to an observer", async () => {
    await runManually(
      (function* () {
        const children = [asyncio.createTask(later(1, 1)), asyncio.createTask(later(1, 2))];
        const gathered = asyncio.gather(children);
        assert.equal(gathered.waitKind, "gather");
        assert.deepEqual(gathered.waitResource, children);
        yield* gathered;
      })(),
    );
  });
});

function* emptyGather(): Coro<unknown[]> {
  return yield* asyncio.gather([]);
}

describe("wait", () => {
  const programs: [
    returnWhen: asyncio.ReturnWhen | undefined,
    timeout: number | null,
    done: string,
    pending: string,
    atMs: number,
  ][] = [
    [undefined, null, "ok,bad,late", "", 5000],
    ["ALL_COMPLETED", 3, "ok,bad", "late", 3000],
    ["FIRST_COMPLETED", null, "ok", "bad,late", 1000],
    ["FIRST_EXCEPTION", null, "ok,bad", "late", 2000],
    ["FIRST_EXCEPTION", 1.5, "ok", "bad,late", 1500],
    ["FIRST_COMPLETED", 0, "", "ok,bad,late", 0],
  ];
  for (const [returnWhen, timeout, done, pending, atMs] of programs) {
    it(`with ${returnWhen ?? "nothing said"} and timeout ${timeout} returns after ${atMs} ms`, async () => {
      const testRun = manualLoop();
      await runManually(
        (function* () {
          const tasks = [
            asyncio.createTask(later(1, 0), { name: "ok" }),
            asyncio.createTask(failing(2, "x"), { name: "bad" }),
            asyncio.createTask(later(5, 0), { name: "late" }),
          ];
          const [finished, unfinished] = yield* asyncio.wait(tasks, { returnWhen, timeout });
          const names = (set: Set<asyncio.Task<number>>) => [...set].map((t) => t.getName()).join();
          assert.deepEqual([names(finished), names(unfinished)], [done, pending]);
          assert.equal(testRun.host.nowMs, atMs);
          yield* asyncio.wait(tasks);
          tasks[1]?.exception();
        })(),
        testRun,
      );
    });
  }

  it("refuses no futures, coroutines, a single future, and an unknown condition", async () => {
    await runManually(
      (function* () {
        const attempts: [() => Coro<unknown>, string][] = [
          [() => asyncio.wait([]), "ValueError: Set of Tasks/Futures is empty."],
          [
            () => asyncio.wait([later(1, 1) as never]),
            "TypeError: Passing coroutines is forbidden, use tasks explicitly.",
          ],
          [
            () => asyncio.wait(new asyncio.Future() as never),
            "TypeError: expect a list of futures, not Future",
          ],
          [
            () => asyncio.wait([new asyncio.Future()], { returnWhen: "SOON" as never }),
            "ValueError: Invalid return_when value: SOON",
          ],
        ];
        for (const [attempt, message] of attempts) {
          try {
            yield* attempt();
            assert.fail(`no error, expected ${message}`);
          } catch (error) {
            assert.equal(String(error), message);
          }
        }
      })(),
    );
  });

  it("does not cancel what it waits for when it is cancelled itself", async () => {
    await runManually(
      (function* () {
        const child = asyncio.createTask(later(5, "child"));
        const waiter = asyncio.createTask(asyncio.wait([child]));
        yield* asyncio.sleep(1);
        waiter.cancel();
        yield* asyncio.wait([waiter]);
        assert.equal(waiter.cancelled(), true);
        assert.equal(yield* child, "child");
      })(),
    );
  });
});

describe("waitFor", () => {
  it("gives the result in time, and TimeoutError when the time is over", async () => {
    const testRun = manualLoop();
    await runManually(
      (function* () {
        assert.equal(yield* asyncio.waitFor(later(1, "in time"), 2), "in time");
        assert.equal(yield* asyncio.waitFor(later(1, "no limit"), null), "no limit");
        const task = asyncio.createTask(later(9, "late"));
        try {
          yield* asyncio.waitFor(task, 1);
          assert.fail("it did not raise");
        } catch (error) {
          assert.ok(error instanceof asyncio.TimeoutError);
        }
        assert.equal(task.cancelled(), true);
        assert.equal(testRun.loop.time(), 3);
        assert.equal(asyncio.currentTask()?.cancelling(), 0);
      })(),
      testRun,
    );
  });

  it("with no time left does not start a coroutine, and takes a result that is there", async () => {
    let started = false;
    await runManually(
      (function* () {
        const done = new asyncio.Future<number>();
        done.setResult(3);
        assert.equal(yield* asyncio.waitFor(done, 0), 3);
        try {
          yield* asyncio.waitFor(
            (function* (): Coro<void> {
              started = true;
              yield* asyncio.sleep(1);
            })(),
            0,
          );
          assert.fail("it did not raise");
        } catch (error) {
          assert.ok(error instanceof asyncio.TimeoutError);
          assert.ok(error.cause instanceof asyncio.CancelledError);
        }
      })(),
    );
    assert.equal(started, false);
  });

  it("spares what is shielded", async () => {
    await runManually(
      (function* () {
        const task = asyncio.createTask(later(3, "kept"));
        try {
          yield* asyncio.waitFor(asyncio.shield(task), 1);
          assert.fail("it did not raise");
        } catch (error) {
          assert.ok(error instanceof asyncio.TimeoutError);
        }
        assert.equal(yield* task, "kept");
      })(),
    );
  });

  it("says to an observer what it awaits, and until when", async () => {
    await runManually(
      (function* () {
        const future = new asyncio.Future<number>();
        const task = asyncio.createTask(asyncio.waitFor(future, 5));
        yield* asyncio.sleep(1);
        assert.equal(task.openTimeout?.awaited, future);
        assert.equal(task.openTimeout?.when(), 5);
        future.setResult(1);
        yield* task;
        assert.equal(task.openTimeout, null);
      })(),
    );
  });
});

describe("asCompleted", () => {
  it("gives results as they come, as coroutines or as futures", async () => {
    await runManually(
      (function* () {
        const seen: string[] = [];
        for (const next of asyncio.asCompleted([later(2, "b"), later(1, "a"), later(3, "c")]))
          seen.push(yield* next);
        assert.deepEqual(seen, ["a", "b", "c"]);
        const tasks = [asyncio.createTask(later(2, "y")), asyncio.createTask(later(1, "x"))];
        const order: unknown[] = [];
        yield* asyncio.asyncFor(asyncio.asCompleted(tasks), function* (task) {
          order.push(task);
        });
        assert.deepEqual(order, [tasks[1], tasks[0]]);
      })(),
    );
  });

  it("raises TimeoutError for each result that is missing when the time is over", async () => {
    await runManually(
      (function* () {
        const seen: string[] = [];
        const slow = asyncio.createTask(later(9, "slow"));
        for (const next of asyncio.asCompleted([later(1, "a"), slow], { timeout: 2 })) {
          try {
            seen.push(yield* next);
          } catch (error) {
            seen.push(String(error));
          }
        }
        assert.deepEqual(seen, ["a", "TimeoutError"]);
        assert.equal(yield* slow, "slow");
      })(),
    );
  });

  it("stands for what is missing to an observer", async () => {
    await runManually(
      (function* () {
        const slow = asyncio.createTask(later(9, 1));
        const waiter = asyncio.createTask(
          (function* () {
            for (const next of asyncio.asCompleted([slow])) yield* next;
          })(),
        );
        yield* asyncio.sleep(1);
        assert.equal(waiter._futWaiter?.waitKind, "asCompleted");
        assert.deepEqual(waiter._futWaiter?.waitResource, new Set([slow]));
        yield* waiter;
      })(),
    );
  });

  it("refuses a single awaitable", async () => {
    await runManually(
      (function* () {
        const coroutine = later(1, 1);
        assert.throws(() => asyncio.asCompleted(coroutine as never), { name: "TypeError" });
        assert.throws(() => asyncio.asCompleted(new asyncio.Future() as never), {
          message: "expects an iterable of awaitables, not Future",
        });
      })(),
    );
  });
});

describe("shield", () => {
  it("keeps a cancellation from what it wraps, and passes everything else on", async () => {
    await runManually(
      (function* () {
        const inner = asyncio.createTask(later(5, "inner"));
        const outer = asyncio.createTask(
          (function* (): Coro<string> {
            return yield* asyncio.shield(inner);
          })(),
        );
        yield* asyncio.sleep(1);
        outer.cancel();
        yield* asyncio.wait([outer]);
        assert.equal(outer.cancelled(), true);
        assert.equal(yield* asyncio.shield(inner), "inner");
        try {
          yield* asyncio.shield(failing(1, "passed on"));
          assert.fail("it did not raise");
        } catch (error) {
          assert.equal(String(error), "ValueError: passed on");
        }
        const doomed = asyncio.createTask(later(9, 1));
        asyncio.getRunningLoop().callLater(1, () => doomed.cancel());
        try {
          yield* asyncio.shield(doomed);
          assert.fail("it did not raise");
        } catch (error) {
          assert.ok(error instanceof asyncio.CancelledError);
        }
      })(),
    );
  });
});

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
