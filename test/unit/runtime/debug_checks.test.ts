import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { observe, type RuntimeWarning } from "../../../src/runtime/instrumentation.js";
import { collectGarbage } from "../../support/garbage.js";
import { manualLoop, runManually, type TestRun } from "../../support/loop-on-manual-host.js";
import { warningsOnlyOf } from "../../support/warnings-observer.js";

type Coro<T> = asyncio.Coroutine<T>;

describe("what debug mode finds beyond CPython", () => {
  let warnings: RuntimeWarning[];
  let logged: string[];
  let undo: (() => void)[];
  let testRun: TestRun;

  beforeEach(() => {
    warnings = [];
    logged = [];
    const log = (message: string) => logged.push(message);
    undo = [
      observe(warningsOnlyOf((warning) => warnings.push(warning))),
      asyncio.setLogger({ debug: () => {}, info: () => {}, warning: log, error: log }),
    ];
    testRun = manualLoop({ debug: true });
  });
  afterEach(() => {
    if (!testRun.loop.isClosed()) testRun.loop.close();
    for (const each of undo) each();
  });

  const kinds = () => warnings.map(({ kind }) => kind);
  /** The one warning, which has to say where in this file it is about, and to be in the log. */
  const theWarning = (kind: RuntimeWarning["kind"]): RuntimeWarning => {
    assert.deepEqual(kinds(), [kind]);
    const warning = warnings[0]!;
    assert.match(warning.createdStack ?? "", /debug_checks\.test\.ts:\d+:\d+\)?$/);
    assert.deepEqual(logged, [warning.message]);
    return warning;
  };

  it("a lock that is still held when its task ends, with where it was acquired", async () => {
    const lock = new asyncio.Lock({ name: "orders" });
    const inner = new asyncio.Lock();
    await runManually(
      (function* () {
        const careless = asyncio.createTask(
          (function* () {
            yield* lock.acquire();
            yield* asyncio.asyncWith(inner, function* () {});
          })(),
          { name: "careless" },
        );
        yield* careless;
      })(),
      testRun,
    );
    const warning = theWarning("lock-held-by-ended-task");
    assert.match(
      warning.message,
      /^<Task finished name='careless' .*> has ended without releasing <Lock 'orders' \[locked\]>$/,
    );
    assert.equal(warning.task?.getName(), "careless");
  });

  it("not a lock that was released, in whatever order", async () => {
    const [a, b, c] = [new asyncio.Lock(), new asyncio.Lock(), new asyncio.Lock()];
    await runManually(
      (function* () {
        for (const lock of [a, b, c]) yield* lock.acquire();
        for (const lock of [b, a, c]) lock.release();
        assert.equal(asyncio.currentTask()?.heldLock, null);
      })(),
      testRun,
    );
    assert.deepEqual(kinds(), []);
  });

  it("a lock that was acquired before debug mode was switched on", async () => {
    testRun.loop.setDebug(false);
    const lock = new asyncio.Lock();
    await runManually(
      (function* () {
        yield* lock.acquire();
        asyncio.getRunningLoop().setDebug(true);
      })(),
      testRun,
    );
    assert.deepEqual(kinds(), ["lock-held-by-ended-task"]);
  });

  it("a cancellation that was suppressed, with where the task was created", async () => {
    await runManually(
      (function* () {
        const stubborn = asyncio.createTask(
          (function* () {
            try {
              yield* asyncio.sleep(1);
            } catch {
              // It goes on.
            }
          })(),
        );
        yield* asyncio.sleep(0);
        stubborn.cancel();
        yield* stubborn;
      })(),
      testRun,
    );
    assert.match(theWarning("suppressed-cancellation").message, /has suppressed its cancellation$/);
  });

  it("not a cancellation that a timeout has asked for, and taken back", async () => {
    await runManually(
      (function* () {
        try {
          yield* asyncio.waitFor(asyncio.sleep(10), 1);
        } catch (error) {
          assert.ok(error instanceof asyncio.TimeoutError);
        }
      })(),
      testRun,
    );
    assert.deepEqual(kinds(), []);
  });

  it("tasks that wait for each other, as soon as the last of them does", async () => {
    const [stock, orders] = [new asyncio.Lock({ name: "stock" }), new asyncio.Lock({ name: "orders" })];
    const transfer = function* (first: asyncio.Lock, second: asyncio.Lock): Coro<void> {
      yield* asyncio.asyncWith(first, function* () {
        yield* asyncio.sleep(1);
        yield* asyncio.asyncWith(second, function* () {});
      });
    };
    await runManually(
      (function* () {
        const a = asyncio.createTask(transfer(stock, orders), { name: "a" });
        const b = asyncio.createTask(
          (function* () {
            yield* asyncio.gather([asyncio.createTask(transfer(orders, stock), { name: "b2" })]);
          })(),
          { name: "b" },
        );
        yield* asyncio.wait([a, b], { timeout: 2 });
        b.cancel();
        yield* asyncio.wait([a, b]);
      })(),
      testRun,
    );
    const warning = theWarning("wait-cycle");
    assert.equal(
      warning.message,
      "Tasks wait for each other in a circle: 'b2' waits for <Lock 'stock' [locked, waiters:1]>, which 'a' holds, " +
        "which waits for <Lock 'orders' [locked, waiters:1]>, which 'b2' holds",
    );
    assert.equal(warning.task?.getName(), "b2");
  });

  it("a circle through gather, shield, waitFor and a TaskGroup", async () => {
    await runManually(
      (function* () {
        const tasks: asyncio.Task<unknown>[] = [];
        const start = (name: string, body: () => Coro<unknown>) =>
          tasks.push(asyncio.createTask(body(), { name }));
        const gate = new asyncio.Event();
        start("a", function* () {
          yield* gate.wait();
          yield* asyncio.waitFor(asyncio.shield(tasks[2]!), 60);
        });
        start("b", function* () {
          yield* asyncio.gather([tasks[0]!, asyncio.sleep(1)]);
        });
        start("c", function* () {
          yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
            group.createTask(
              (function* () {
                yield* asyncio.shield(tasks[1]!);
              })(),
              { name: "member" },
            );
          });
        });
        yield* asyncio.sleep(0.5);
        assert.deepEqual(kinds(), []);
        gate.set();
        yield* asyncio.wait(tasks);
      })(),
      testRun,
    );
    assert.equal(
      warnings.find(({ kind }) => kind === "wait-cycle")?.message,
      "Tasks wait for each other in a circle: 'a' waits for 'c', which waits for 'member', which waits for 'b', " +
        "which waits for 'a'",
    );
  });

  it("no circle where one of several is waited for", async () => {
    await runManually(
      (function* () {
        const other = asyncio.createTask(asyncio.sleep(1));
        const tasks: asyncio.Task<unknown>[] = [other];
        const first = asyncio.createTask(
          (function* () {
            yield* asyncio.wait(tasks, { returnWhen: asyncio.FIRST_COMPLETED });
          })(),
        );
        tasks.push(
          asyncio.createTask(
            (function* () {
              yield* first;
            })(),
          ),
        );
        yield* asyncio.wait(tasks);
      })(),
      testRun,
    );
    assert.deepEqual(kinds(), []);
  });

  it("a task that has ended well without anybody having waited for it or referring to it", async () => {
    const finished = testRun.loop.runForever();
    const forget = () => testRun.loop.createTask(asyncio.sleep(0), { name: "forgotten" });
    const awaited = () => {
      const task = testRun.loop.createTask(asyncio.sleep(0), { name: "awaited" });
      testRun.loop
        .createTask(
          (function* () {
            yield* task;
          })(),
        )
        .addDoneCallback(() => {});
    };
    const looked: asyncio.Task<unknown>[] = [];
    const lookedAt = () => looked.push(testRun.loop.createTask(asyncio.sleep(0), { name: "looked at" }));
    for (const start of [forget, awaited, lookedAt]) start();
    testRun.host.settle();
    for (const task of looked.splice(0)) task.result();
    await collectGarbage(() => warnings.length > 0);
    testRun.loop.stop();
    await testRun.host.complete(finished);
    assert.match(
      theWarning("unreferenced-task").message,
      /^<Task finished name='forgotten' .*> has ended, nobody has waited for it, and nobody refers to it$/,
    );
  });

  it("says of a slow turn which of its handles took longest, and how long the turn was", async () => {
    const busy = (ms: number) => {
      testRun.host.nowMs += ms;
    };
    for (const ms of [30, 90, 30]) testRun.loop.callSoon(busy, ms);
    testRun.loop.callSoon(() => testRun.loop.stop());
    await testRun.host.complete(testRun.loop.runForever());
    const warning = theWarning("slow-iteration");
    assert.equal(Math.round((warning.duration ?? 0) * 1000), 150);
  });
});

describe("debug mode's refusals", () => {
  let warnings: RuntimeWarning[];
  let dispose: () => void;
  beforeEach(() => {
    warnings = [];
    dispose = observe(warningsOnlyOf((warning) => warnings.push(warning)));
  });
  afterEach(() => dispose());

  it("are told to the observer, too, with the place: the program may catch them", () => {
    const { loop } = manualLoop({ debug: true });
    assert.throws(() => loop.callSoon(5 as never), { name: "TypeError" });
    loop.close();
    const [warning] = warnings;
    assert.equal(warning?.kind, "invalid-callback");
    assert.equal(warning.message, "a callable object was expected by call_soon(), got 5");
    assert.match(warning.createdStack ?? "", /debug_checks\.test\.ts/);
  });

  it("keep the hands of one running loop off another one", async () => {
    const [a, b] = [manualLoop({ debug: true }), manualLoop({ debug: true })];
    const future = b.loop.createFuture();
    future.addDoneCallback(() => {});
    const refused = {
      name: "RuntimeError",
      message: "Non-thread-safe operation invoked on an event loop other than the current one",
    };
    const running = b.loop.runForever();
    await runManually(
      (function* () {
        assert.throws(() => b.loop.callSoon(() => {}), refused);
        assert.throws(() => b.loop.callLater(1, () => {}), refused);
        assert.throws(() => b.loop.callAt(1, () => {}), refused);
        assert.throws(() => b.loop.createTask(asyncio.sleep(0)), refused);
        assert.throws(() => future.setResult(null), refused);
        b.loop.callSoonThreadsafe(() => b.loop.stop());
      })(),
      a,
    );
    assert.deepEqual(new Set(warnings.map(({ kind }) => kind)), new Set(["not-thread-safe"]));
    await b.host.complete(running);
    // One that does not run is nobody's, and so are callbacks of Node's own, which belong to no loop.
    const c = manualLoop({ debug: true });
    await runManually(
      (function* () {
        b.loop.callSoon(() => {});
        yield* asyncio.sleep(0);
      })(),
      c,
    );
    b.loop.close();
  });
});
