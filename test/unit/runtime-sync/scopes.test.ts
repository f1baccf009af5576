import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

describe("open timeouts", () => {
  it("are linked from the task, innermost first, with their deadlines", () =>
    runManually(
      (function* () {
        const task = asyncio.currentTask() as asyncio.Task<unknown>;
        const now = asyncio.getRunningLoop().time();
        const outer = asyncio.timeoutAt(now + 60);
        const inner = asyncio.timeout(null);
        assert.equal(task.openTimeout, null);
        yield* asyncio.asyncWith(outer, function* () {
          yield* asyncio.asyncWith(inner, function* () {
            assert.equal(task.openTimeout, inner);
            assert.equal(inner.when(), null);
            assert.equal(inner.outer, outer);
            assert.equal(outer.outer, null);
            assert.equal(outer.when(), now + 60);
          });
          assert.equal(task.openTimeout, outer);
        });
        assert.equal(task.openTimeout, null);
      })(),
    ));

  it("stay linked when one is left before the one inside of it", () =>
    runManually(
      (function* () {
        const task = asyncio.currentTask() as asyncio.Task<unknown>;
        const [outer, inner] = [asyncio.timeout(1), asyncio.timeout(2)];
        yield* outer.aenter();
        yield* inner.aenter();
        yield* outer.aexit(null);
        assert.equal(task.openTimeout, inner);
        assert.equal(inner.outer, null);
        yield* inner.aexit(null);
        assert.equal(task.openTimeout, null);
      })(),
    ));

  it("describe their state", () =>
    runManually(
      (function* () {
        const scope = asyncio.timeoutAt(12.3456);
        assert.equal(String(scope), "<Timeout [created]>");
        yield* scope.aenter();
        assert.equal(String(scope), "<Timeout [active] when=12.346>");
        yield* scope.aexit(null);
        assert.equal(String(scope), "<Timeout [finished]>");
      })(),
    ));

  it("say of an error that answers the cancellation that a timeout was behind it", () =>
    runManually(
      (function* () {
        const failing = asyncio.asyncWith(asyncio.timeout(1), function* () {
          try {
            yield* asyncio.sleep(10);
          } catch (error) {
            throw new Error("gave up", { cause: error });
          }
        });
        try {
          yield* failing;
          assert.fail("it did not raise");
        } catch (error) {
          const { cause } = error as Error;
          assert.ok(cause instanceof asyncio.TimeoutError);
          assert.ok(cause.cause instanceof asyncio.CancelledError);
        }
      })(),
    ));
});

describe("a task group", () => {
  it("shows its pending tasks to whoever looks at what its parent waits for", () =>
    runManually(
      (function* () {
        const group = new asyncio.TaskGroup();
        const parent = asyncio.createTask(
          asyncio.asyncWith(group, function* () {
            group.createTask(asyncio.sleep(1));
            group.createTask(asyncio.sleep(2));
          }),
        );
        yield* asyncio.sleep(0.5);
        assert.equal(parent._futWaiter?.waitKind, "taskGroup");
        assert.equal(parent._futWaiter?.waitResource, group);
        assert.equal(group._tasks.size, 2);
        assert.equal(group._parentTask, parent);
        assert.equal(String(group), "<TaskGroup tasks=2 entered>");
        yield* asyncio.sleep(1);
        assert.equal(group._tasks.size, 1);
        yield* parent;
      })(),
    ));

  it("raises an interrupt as it is, once its tasks have ended", async () => {
    const ended: string[] = [];
    const program = function* () {
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        group.createTask(
          (function* () {
            try {
              yield* asyncio.sleep(10);
            } finally {
              ended.push("sibling");
            }
          })(),
        );
        yield* asyncio.sleep(0);
        throw new asyncio.KeyboardInterrupt();
      });
    };
    await assert.rejects(runManually(program()), asyncio.KeyboardInterrupt);
    assert.deepEqual(ended, ["sibling"]);
  });

  it("reports the error of a task whose parent has gone", async () => {
    const testRun = manualLoop();
    const group = new asyncio.TaskGroup();
    await runManually(
      (function* () {
        yield* asyncio.createTask(group.aenter());
        group.createTask(
          (function* () {
            throw new Error("orphan");
          })(),
        );
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.equal(testRun.unhandled.length, 1);
    assert.match(
      testRun.unhandled[0]?.message ?? "",
      /has errored out but its parent task .* is already completed$/,
    );
  });
});

describeFlavours("asyncWith", (make) => {
  it("gives what the body returns, or undefined when the manager swallowed its error", () =>
    runManually(
      make(function* main() {
        const swallowing = {
          *aenter() {
            return 1;
          },
          *aexit(error: unknown) {
            return error !== null;
          },
        };
        const returned: string | undefined = yield* asyncio.asyncWith(swallowing, function* () {
          return "value";
        });
        assert.equal(returned, "value");
        const swallowed: undefined = yield* asyncio.asyncWith(
          swallowing,
          function* (): asyncio.Coroutine<never> {
            throw new Error("swallowed");
          },
        );
        assert.equal(swallowed, undefined);
        // A lock never swallows: the type of the result says so.
        const exact: string = yield* asyncio.asyncWith(new asyncio.Lock(), function* () {
          return "value";
        });
        assert.equal(exact, "value");
      })(),
    ));

  it("tells the manager of an error even when null was thrown", () =>
    runManually(
      make(function* main() {
        const told: unknown[] = [];
        const manager = {
          *aenter() {},
          *aexit(error: unknown) {
            told.push(error);
            return true;
          },
        };
        yield* asyncio.asyncWith(manager, function* () {
          throw null;
        });
        assert.ok(told[0] instanceof TypeError);
      })(),
    ));

  it("refuses what is no context manager, and a body that gives nothing to await", () =>
    runManually(
      make(function* main() {
        const refused = asyncio.asyncWith({} as never, function* () {});
        try {
          yield* refused;
          assert.fail("it did not raise");
        } catch (error) {
          assert.match(String(error), /does not support the asynchronous context manager protocol/);
        }
        const lock = new asyncio.Lock();
        try {
          yield* asyncio.asyncWith(lock, (() => {}) as never);
          assert.fail("it did not raise");
        } catch (error) {
          assert.match(String(error), /the body must be a generator function/);
        }
        assert.equal(lock.locked(), false);
      })(),
    ));

  it("leaves the manager with GeneratorExit when its coroutine is closed", () => {
    const told: unknown[] = [];
    const manager = {
      *aenter() {},
      *aexit(error: unknown) {
        told.push(error);
      },
    };
    const coroutine = asyncio.asyncWith(manager, () => asyncio.sleep(0));
    coroutine.next();
    coroutine.return(undefined);
    assert.ok(told[0] instanceof asyncio.GeneratorExit);
  });
});

describeFlavours("asyncFor", (make) => {
  /** A native generator that writes down what happens to it. */
  async function* source(log: string[]): AsyncGenerator<number, void> {
    try {
      for (let i = 1; i <= 3; i++) {
        await null;
        yield i;
      }
      log.push("came to the end");
    } finally {
      log.push("closed");
    }
  }

  const collect = make(function* collect(log: string[], stopAt: number): asyncio.Coroutine<boolean> {
    return yield* asyncio.asyncFor(source(log), function* (item) {
      log.push(`item ${item}`);
      yield* asyncio.sleep(0);
      if (item === stopAt) return asyncio.BREAK;
    });
  });

  it("takes native asynchronous iterables, to their end or to a break, and closes them", async () => {
    const whole: string[] = [];
    assert.equal(await runManually(collect(whole, 0)), true);
    assert.deepEqual(whole, ["item 1", "item 2", "item 3", "came to the end", "closed"]);
    const broken: string[] = [];
    assert.equal(await runManually(collect(broken, 2)), false);
    assert.deepEqual(broken, ["item 1", "item 2", "closed"]);
  });

  it("closes the iterator when the body raises, and when it is cancelled", async () => {
    for (const how of ["raise", "cancel"]) {
      const log: string[] = [];
      const loop = make(function* loop(): asyncio.Coroutine<void> {
        yield* asyncio.asyncFor(source(log), function* (item) {
          log.push(`item ${item}`);
          if (how === "raise") throw new Error("body");
          asyncio.currentTask()?.cancel();
          yield* asyncio.sleep(0);
        });
      });
      await assert.rejects(runManually(loop()), how === "raise" ? /body/ : asyncio.CancelledError);
      assert.deepEqual(log, ["item 1", "closed"]);
    }
  });

  it("raises what the iterator raises, and does not close it then", async () => {
    const closed: string[] = [];
    const iterator = {
      aiter() {
        return this;
      },
      *anext(): asyncio.Coroutine<number> {
        throw new Error("broken");
      },
      *aclose() {
        closed.push("closed");
      },
    };
    await assert.rejects(runManually(asyncio.asyncFor(iterator, function* () {})), /broken/);
    assert.deepEqual(closed, []);
  });

  it("refuses what is no asynchronous iterable", async () => {
    await assert.rejects(
      runManually(asyncio.asyncFor([1] as never, function* () {})),
      /'async for' requires an object with aiter method, got \[1\]/,
    );
  });
});
