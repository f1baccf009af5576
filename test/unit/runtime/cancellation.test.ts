import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

describeFlavours("cancelling a task", (make) => {
  const sleeper = make(function* sleeper(): Coro<string> {
    yield* asyncio.sleep(10);
    return "slept";
  });
  const nap = make(function* nap(): Coro<string> {
    return yield* sleeper();
  });

  it("throws a CancelledError with the message where it is suspended", async () => {
    const seen: string[] = [];
    const cleaning = make(function* cleaning(): Coro<void> {
      try {
        yield* nap();
      } catch (error) {
        seen.push(String(error));
        throw error;
      } finally {
        yield* asyncio.sleep(1);
        seen.push("cleaned up");
      }
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(cleaning());
        yield* asyncio.sleep(1);
        assert.equal(task.cancel("no longer needed"), true);
        assert.equal(task.cancelled(), false);
        assert.equal(task.cancelling(), 1);
        try {
          yield* task;
        } catch (error) {
          seen.push(`awaiter: ${error}`);
        }
        assert.equal(task.cancelled(), true);
        assert.equal(task.cancel(), false);
      })(),
    );
    assert.deepEqual(seen, [
      "CancelledError: no longer needed",
      "cleaned up",
      "awaiter: CancelledError: no longer needed",
    ]);
  });

  it("before its first step keeps the coroutine from running at all", async () => {
    let ran = false;
    const never = make(function* never(): Coro<void> {
      ran = true;
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(never());
        task.cancel();
        yield* asyncio.wait([task]);
        assert.equal(task.cancelled(), true);
      })(),
    );
    assert.equal(ran, false);
  });

  it("in the very step in which its coroutine returns cancels it", async () => {
    const quick = make(function* quick(): Coro<string> {
      asyncio.currentTask()?.cancel("self");
      return "result";
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(quick());
        yield* asyncio.wait([task]);
        assert.equal(task.cancelled(), true);
        assert.throws(() => task.result(), { name: "CancelledError", message: "self" });
      })(),
    );
  });

  it("by itself takes effect at its next await", async () => {
    const selfish = make(function* selfish(): Coro<string> {
      asyncio.currentTask()?.cancel();
      try {
        yield* asyncio.sleep(0);
        return "bare yield was not interrupted";
      } catch (error) {
        return String(error);
      }
    });
    assert.equal(await runManually(selfish()), "CancelledError");
  });

  it("after what it awaits is done, but before it was resumed, still cancels it", async () => {
    const result = await runManually(
      (function* () {
        const future = new asyncio.Future<string>();
        const task = asyncio.createTask(
          make(function* waiter(): Coro<string> {
            return yield* future;
          })(),
        );
        yield* asyncio.sleep(0);
        future.setResult("ready");
        task.cancel("too late for the future");
        yield* asyncio.wait([task]);
        return task.cancelled();
      })(),
    );
    assert.equal(result, true);
  });

  it("reaches through tasks that await tasks", async () => {
    await runManually(
      (function* () {
        const inner = asyncio.createTask(sleeper());
        const outer = asyncio.createTask(
          make(function* awaiting(): Coro<string> {
            return yield* inner;
          })(),
        );
        yield* asyncio.sleep(1);
        outer.cancel("from above");
        yield* asyncio.wait([outer]);
        assert.equal(inner.cancelled(), true);
        assert.equal(outer.cancelled(), true);
        assert.throws(() => outer.result(), { message: "from above" });
        assert.throws(() => outer.result(), { name: "CancelledError", message: "" });
      })(),
    );
  });

  it("may be declined; the request stays counted until it is taken back", async () => {
    const stubborn = make(function* stubborn(): Coro<string> {
      for (;;) {
        try {
          return yield* sleeper();
        } catch (error) {
          if (!(error instanceof asyncio.CancelledError) || asyncio.currentTask()?.cancelling() === 2)
            throw error;
        }
      }
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(stubborn());
        yield* asyncio.sleep(1);
        task.cancel();
        yield* asyncio.sleep(1);
        assert.equal(task.done(), false);
        assert.equal(task.cancelling(), 1);
        task.cancel();
        yield* asyncio.wait([task]);
        assert.equal(task.cancelled(), true);
      })(),
    );
  });

  it("is undone by uncancel before it was delivered", async () => {
    const result = await runManually(
      (function* () {
        const task = asyncio.createTask(
          make(function* patient(): Coro<string> {
            asyncio.currentTask()?.cancel();
            assert.equal(asyncio.currentTask()?.uncancel(), 0);
            assert.equal(asyncio.currentTask()?.uncancel(), 0);
            yield* asyncio.sleep(0);
            return "finished";
          })(),
        );
        return yield* task;
      })(),
    );
    assert.equal(result, "finished");
  });

  it("does not survive as an error when the coroutine raises it by itself", async () => {
    await runManually(
      (function* () {
        const task = asyncio.createTask(
          make(function* raising(): Coro<void> {
            throw new asyncio.CancelledError("of my own");
          })(),
        );
        yield* asyncio.wait([task]);
        assert.equal(task.cancelled(), true);
        assert.equal(task.cancelling(), 0);
      })(),
    );
  });

  it("takes a timer off the loop with it", async () => {
    const testRun = manualLoop();
    await runManually(
      (function* () {
        const task = asyncio.createTask(sleeper());
        yield* asyncio.sleep(1);
        task.cancel();
        yield* asyncio.wait([task]);
        yield* asyncio.sleep(0);
        assert.equal(testRun.loop._scheduled.size, 0);
      })(),
      testRun,
    );
    assert.equal(testRun.host.nowMs, 1000);
  });
});
