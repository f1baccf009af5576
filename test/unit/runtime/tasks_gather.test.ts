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
