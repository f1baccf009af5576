import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

function* later<T>(seconds: number, result: T): Coro<T> {
  return yield* asyncio.sleep(seconds, result);
}
function* failing(seconds: number, message: string): Coro<never> {
  yield* asyncio.sleep(seconds);
  throw new asyncio.ValueError(message);
}

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
