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
