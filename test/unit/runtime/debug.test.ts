import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { observe, type RuntimeWarning } from "../../../src/runtime/instrumentation.js";
import { collectGarbage } from "../../support/garbage.js";
import { manualLoop, runManually, type TestRun } from "../../support/loop-on-manual-host.js";
import { captureWarnings } from "../../support/process-warnings.js";
import { warningsOnlyOf } from "../../support/warnings-observer.js";

type Coro<T> = asyncio.Coroutine<T>;

describe("debug mode", () => {
  let warnings: RuntimeWarning[];
  let logged: string[];
  let undo: (() => void)[];
  let testRun: TestRun;

  beforeEach(() => {
    warnings = [];
    logged = [];
    const log = (message: string) => logged.push(message);
    const { setLogger } = asyncio;
    undo = [
      observe(warningsOnlyOf((warning) => warnings.push(warning))),
      setLogger({ debug: () => {}, info: () => {}, warning: log, error: log }),
    ];
    testRun = manualLoop({ debug: true });
  });
  afterEach(() => {
    if (!testRun.loop.isClosed()) testRun.loop.close();
    for (const each of undo) each();
  });

  const busy = (ms: number) => {
    testRun.host.nowMs += ms;
  };

  it("reports a callback and a step that take long, with the words of CPython", async () => {
    await runManually(
      (function* () {
        asyncio.currentTask()?.setName("main");
        asyncio.getRunningLoop().callSoon(busy, 150);
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        busy(250);
        yield* asyncio.sleep(0);
        busy(99);
      })(),
      testRun,
    );
    assert.equal(logged.length, 2);
    assert.match(logged[0] ?? "", /^Executing <Handle busy\(150\) created at .*> took 0\.150 seconds$/);
    assert.match(logged[1] ?? "", /^Executing <Task pending name='main' coro=.*> took 0\.250 seconds$/);
    assert.deepEqual(
      warnings.map((warning) => warning.kind),
      ["slow-callback", "slow-callback"],
    );
    assert.equal(warnings[1]?.task?.getName(), "main");
  });

  it("takes the duration from which on a callback is slow from the loop", async () => {
    testRun.loop.slowCallbackDuration = 1;
    testRun.loop.callSoon(busy, 999);
    testRun.loop.callLater(5, busy, 1000);
    testRun.loop.callLater(10, () => testRun.loop.stop());
    await testRun.host.complete(testRun.loop.runForever());
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /busy\(1000\).* took 1\.000 seconds$/);
  });

  it("reports a turn that takes long although none of its callbacks does", async () => {
    for (let i = 0; i < 5; i++) testRun.loop.callSoon(busy, 40);
    testRun.loop.callSoon(() => testRun.loop.stop());
    await testRun.host.complete(testRun.loop.runForever());
    assert.deepEqual(logged, ["Executing 6 handles in one iteration of the loop took 0.200 seconds"]);
    assert.equal(warnings[0]?.kind, "slow-iteration");
  });

  it("refuses coroutines, and what cannot be called, as callbacks", () => {
    const { loop } = testRun;
    function* coroutineFunction(): Coro<void> {}
    const cases: [unknown, string][] = [
      [coroutineFunction, "coroutines cannot be used with call_soon()"],
      [coroutineFunction(), "coroutines cannot be used with call_soon()"],
      [asyncio.coroutine(coroutineFunction), "coroutines cannot be used with call_soon()"],
      [5, "a callable object was expected by call_soon(), got 5"],
    ];
    for (const [callback, message] of cases) {
      assert.throws(() => loop.callSoon(callback as never), { name: "TypeError", message });
    }
    assert.throws(() => loop.callLater(1, coroutineFunction as never), {
      message: "coroutines cannot be used with call_at()",
    });
    assert.throws(() => loop.callAt(1, coroutineFunction as never), {
      message: "coroutines cannot be used with call_at()",
    });
    assert.throws(() => loop.callSoonThreadsafe(coroutineFunction as never), {
      message: "coroutines cannot be used with call_soon_threadsafe()",
    });
  });

  it("says where a future, a task and a handle were created", async () => {
    await runManually(
      (function* () {
        const future = new asyncio.Future();
        assert.match(String(future), /^<Future pending created at .*debug\.test\.ts:\d+:\d+>$/);
        const task = asyncio.createTask(asyncio.sleep(0));
        assert.match(String(task._sourceTraceback), /debug\.test\.ts:\d+:\d+\)?$/);
        yield* task;
      })(),
      testRun,
    );
  });

  it("logs where a failed callback was created", async () => {
    testRun.loop.setExceptionHandler(null);
    testRun.loop.callSoon(function failing() {
      throw new Error("boom");
    });
    testRun.loop.callSoon(() => testRun.loop.stop());
    await testRun.host.complete(testRun.loop.runForever());
    assert.match(
      logged[0] ?? "",
      /^Exception in callback failing\(\)\nhandle: <Handle failing\(\) created at .*>\nObject created at \(most recent call last\):\n.*debug\.test\.ts/s,
    );
  });

  it("can be switched while the loop runs", async () => {
    testRun.loop.setDebug(false);
    await runManually(
      (function* () {
        busy(500);
        yield* asyncio.sleep(0);
        asyncio.getRunningLoop().setDebug(true);
        yield* asyncio.sleep(0);
        busy(500);
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.equal(logged.length, 1);
  });

  it("is on when the environment asks for it", () => {
    for (const name of ["ASYNCIODEBUG", "PYTHONASYNCIODEBUG"]) {
      process.env[name] = "1";
      const loop = asyncio.newEventLoop();
      delete process.env[name];
      assert.equal(loop.getDebug(), true);
      loop.close();
    }
    const loop = asyncio.newEventLoop();
    assert.equal(loop.getDebug(), false);
    loop.close();
  });

  it("reports a coroutine() object that is collected without having been awaited", async () => {
    const forgotten = asyncio.coroutine(function* forgotten(): Coro<void> {});
    const emitted = captureWarnings();
    await runManually(
      (function* () {
        forgotten();
        yield* forgotten();
        yield* asyncio.createTask(forgotten());
      })(),
      testRun,
    );
    await collectGarbage(() => emitted.messages.length > 0);
    emitted.restore();
    assert.deepEqual(emitted.messages, ["RuntimeWarning: coroutine 'forgotten' was never awaited"]);
    const warning = warnings.find(({ kind }) => kind === "never-awaited");
    assert.match(warning?.createdStack ?? "", /debug\.test\.ts/);
  });

  it("reports a pending task that is collected because nobody refers to it", async () => {
    const destroyed = () => testRun.unhandled.filter(({ message }) => /destroyed/.test(message));
    const lose = () => {
      testRun.loop.createTask(
        (function* () {
          yield* new asyncio.Future();
        })(),
        { name: "lost" },
      );
    };
    const finished = testRun.loop.runForever();
    lose();
    testRun.host.settle();
    await collectGarbage(() => destroyed().length > 0);
    testRun.loop.stop();
    await testRun.host.complete(finished);
    assert.equal(destroyed()[0]?.message, "Task was destroyed but it is pending!");
    assert.equal(String(destroyed()[0]?.task), "<Task pending name='lost' coro=<generator>>");
    assert.equal(warnings[0]?.kind, "destroyed-pending");
  });

  it("reports a task that ends as if it had not been asked to cancel", async () => {
    await runManually(
      (function* () {
        const task = asyncio.createTask(
          (function* () {
            try {
              yield* asyncio.sleep(10);
            } catch {
              return "swallowed";
            }
          })(),
          { name: "stubborn" },
        );
        yield* asyncio.sleep(1);
        task.cancel();
        yield* task;
      })(),
      testRun,
    );
    assert.equal(warnings.length, 1);
    assert.equal(warnings[0]?.kind, "suppressed-cancellation");
    assert.match(logged[0] ?? "", /^<Task finished name='stubborn' .*> has suppressed its cancellation$/);
  });
});

describe("a loop in debug mode that is never closed", () => {
  it("is reported when it is collected", async () => {
    const warnings: string[] = [];
    const dispose = observe(
      warningsOnlyOf((warning) => warnings.push(`${warning.kind}: ${warning.message}`)),
    );
    const emitted = captureWarnings();
    (() => manualLoop({ debug: true }))();
    await collectGarbage(() => emitted.messages.length > 0);
    emitted.restore();
    dispose();
    assert.match(emitted.messages[0] ?? "", /^ResourceWarning: unclosed event loop/);
    assert.deepEqual(warnings, [
      "unclosed: unclosed event loop <EventLoop running=false closed=false debug=true>",
    ]);
  });
});
