import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

function* later<T>(seconds: number, result: T): Coro<T> {
  return yield* asyncio.sleep(seconds, result);
}

describe("run", () => {
  it("gives what main returns, on a loop of its own that is closed afterwards", async () => {
    let loop: asyncio.AbstractEventLoop | undefined;
    const result = await asyncio.run(
      (function* () {
        loop = asyncio.getRunningLoop();
        return yield* later(0, "done");
      })(),
    );
    assert.equal(result, "done");
    assert.equal(loop?.isClosed(), true);
    assert.throws(() => asyncio.getEventLoop());
  });

  it("rejects with what main raises", async () => {
    await assert.rejects(
      asyncio.run(
        (function* (): Coro<void> {
          throw new asyncio.ValueError("from main");
        })(),
      ),
      { name: "ValueError", message: "from main" },
    );
  });

  it("cancels what main leaves behind, and waits for it to clean up", async () => {
    const seen: string[] = [];
    const testRun = manualLoop();
    await runManually(
      (function* () {
        asyncio.createTask(
          (function* () {
            try {
              yield* asyncio.sleep(100);
            } finally {
              seen.push("cleaning");
              yield* asyncio.sleep(1);
              seen.push("clean");
            }
          })(),
        );
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.deepEqual(seen, ["cleaning", "clean"]);
    assert.equal(testRun.host.nowMs, 1000);
    assert.deepEqual(testRun.unhandled, []);
  });

  it("reports what fails while it is being cancelled", async () => {
    const testRun = manualLoop();
    await runManually(
      (function* () {
        asyncio.createTask(
          (function* () {
            try {
              yield* asyncio.sleep(100);
            } catch {
              throw new asyncio.ValueError("on the way out");
            }
          })(),
        );
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.equal(testRun.unhandled.length, 1);
    assert.equal(testRun.unhandled[0]?.message, "unhandled exception during asyncio.run() shutdown");
    assert.equal(String(testRun.unhandled[0]?.exception), "ValueError: on the way out");
  });

  it("refuses what is no coroutine, and to be called by a coroutine", async () => {
    assert.throws(() => asyncio.run(5 as never), {
      name: "ValueError",
      message: "a coroutine was expected, got 5",
    });
    await asyncio.run(
      (function* () {
        assert.throws(() => asyncio.run(later(0, 1)), {
          name: "RuntimeError",
          message: "asyncio.run() cannot be called from a running event loop",
        });
        yield* asyncio.sleep(0);
      })(),
    );
  });

  it("switches debug mode as asked", async () => {
    const seen = [];
    for (const debug of [true, false]) {
      seen.push(
        await asyncio.run(
          (function* (): Coro<boolean> {
            return asyncio.getRunningLoop().getDebug();
          })(),
          { debug },
        ),
      );
    }
    assert.deepEqual(seen, [true, false]);
  });

  it("lets native timers and promises have their turn", async () => {
    const order: string[] = [];
    await asyncio.run(
      (function* () {
        const ticked = new asyncio.Future<void>();
        setTimeout(() => {
          order.push("native timer");
          ticked.setResult(undefined);
        }, 1);
        const spinner = asyncio.createTask(
          (function* () {
            while (!ticked.done()) yield* asyncio.sleep(0);
          })(),
        );
        yield* ticked;
        yield* spinner;
        order.push("done");
      })(),
    );
    assert.deepEqual(order, ["native timer", "done"]);
  });
});

describe("a runner", () => {
  it("runs coroutines one after another on one loop, in one context", async () => {
    const variable = new asyncio.ContextVar<number>("v", { default: 0 });
    const runner = new asyncio.Runner();
    const loop = runner.getLoop();
    const count = function* (): Coro<number> {
      assert.equal(asyncio.getRunningLoop(), loop);
      variable.set(variable.get() + 1);
      return variable.get();
    };
    assert.equal(await runner.run(count()), 1);
    assert.equal(await runner.run(count()), 2);
    assert.equal(await runner.run(count(), { context: new asyncio.Context() }), 1);
    await runner.close();
    await runner.close();
    assert.equal(loop.isClosed(), true);
    assert.throws(() => runner.run(count()), { name: "RuntimeError", message: "Runner is closed" });
  });

  it("closes asynchronous generators that are still iterated", async () => {
    const testRun = manualLoop();
    const closed: string[] = [];
    const good = asyncio.asyncGenerator(function* good() {
      try {
        yield 1;
      } finally {
        yield* asyncio.sleep(1);
        closed.push("good");
      }
    });
    const bad = asyncio.asyncGenerator(function* bad() {
      try {
        yield 1;
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: that is what is tested
        throw new asyncio.ValueError("cannot close");
      }
    });
    const generators = [good(), bad()];
    const iterate = function* (): Coro<void> {
      for (const generator of generators) yield* generator.anext();
    };
    await runManually(iterate(), testRun);
    assert.deepEqual(closed, ["good"]);
    assert.match(
      String(testRun.unhandled[0]?.message),
      /^an error occurred during closing of asynchronous generator/,
    );
  });
});

describe("runUntilComplete", () => {
  it("gives the result of a future, and leaves the loop usable", async () => {
    const { loop, host } = manualLoop();
    const future = loop.createFuture<number>();
    loop.callLater(3, () => future.setResult(9));
    assert.equal(await host.complete(loop.runUntilComplete(future)), 9);
    assert.equal(await host.complete(loop.runUntilComplete(later(1, "again"))), "again");
    assert.equal(loop.isRunning(), false);
    loop.close();
  });

  it("rejects when the loop is stopped before", async () => {
    const { loop, host } = manualLoop();
    loop.callLater(1, () => loop.stop());
    const future = loop.createFuture<number>();
    await assert.rejects(host.complete(loop.runUntilComplete(future)), {
      name: "RuntimeError",
      message: "Event loop stopped before Future completed.",
    });
  });
});

describe("runCoroutineThreadsafe", () => {
  it("runs a coroutine on a loop from anywhere", async () => {
    const { loop, host } = manualLoop();
    const running = loop.runForever();
    const result = await host.complete(asyncio.runCoroutineThreadsafe(later(2, "from outside"), loop));
    assert.equal(result, "from outside");
    loop.stop();
    await host.complete(running);
    assert.throws(() => asyncio.runCoroutineThreadsafe(5 as never, loop), {
      message: "A coroutine object is required",
    });
  });
});

describe("a task factory", () => {
  it("makes the tasks of the loop", async () => {
    const testRun = manualLoop();
    const made: string[] = [];
    testRun.loop.setTaskFactory((loop, coroutine, options) => {
      made.push(options.name ?? "unnamed");
      return new asyncio.Task(coroutine, { ...options, loop });
    });
    await runManually(
      (function* () {
        yield* asyncio.createTask(later(0, 1), { name: "mine" });
      })(),
      testRun,
    );
    assert.deepEqual(made.slice(0, 2), ["unnamed", "mine"]);
    assert.throws(() => testRun.loop.setTaskFactory(5 as never), {
      message: "task factory must be a callable or None",
    });
  });

  it("that is eager starts tasks inside of createTask", async () => {
    const testRun = manualLoop();
    testRun.loop.setTaskFactory(asyncio.eagerTaskFactory);
    const order: string[] = [];
    await runManually(
      (function* () {
        const outer = asyncio.currentTask();
        const immediate = asyncio.createTask(
          (function* () {
            order.push("started");
            assert.notEqual(asyncio.currentTask(), outer);
            return 1;
          })(),
        );
        order.push("created");
        assert.equal(immediate.done(), true);
        assert.equal(asyncio.currentTask(), outer);
        const suspending = asyncio.createTask(later(1, 2));
        assert.equal(suspending.done(), false);
        assert.ok(asyncio.allTasks().has(suspending));
        assert.ok(!asyncio.allTasks().has(immediate));
        assert.deepEqual(yield* asyncio.gather([immediate, suspending]), [1, 2]);
        const failing = asyncio.createTask(
          (function* (): Coro<void> {
            throw new asyncio.ValueError("eagerly");
          })(),
        );
        assert.equal(String(failing.exception()), "ValueError: eagerly");
      })(),
      testRun,
    );
    assert.deepEqual(order, ["started", "created"]);
  });

  it("is not needed for a single eager task", async () => {
    await runManually(
      (function* () {
        const variable = new asyncio.ContextVar<string>("v", { default: "outside" });
        const task = asyncio.createTask(
          (function* () {
            variable.set("inside");
            yield* asyncio.sleep(0);
          })(),
          { eagerStart: true, name: "eager" },
        );
        assert.equal(task.coroutineStack.length > 0, true);
        assert.equal(task.getName(), "eager");
        assert.equal(variable.get(), "outside");
        yield* task;
      })(),
    );
  });
});
