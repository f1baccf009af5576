import assert from "node:assert/strict";
import { installGeneratorHook } from "../../../src/runtime/generator_hook.js";
import * as asyncio from "../../../src/runtime/index.js";
import { type Instrument, observe, type RuntimeWarning } from "../../../src/runtime/instrumentation.js";
import { collectGarbage } from "../../support/garbage.js";
import { manualLoop, runManually, type TestRun } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

/** An observer that looks at warnings only. */
function warningsOnlyOf(warned: (warning: RuntimeWarning) => void): Instrument {
  const nothing = () => {};
  return {
    loopCreated: nothing,
    loopChanged: nothing,
    turnStarted: nothing,
    turnEnded: nothing,
    handleStarted: nothing,
    taskCreated: nothing,
    taskStepStarted: nothing,
    taskSuspended: nothing,
    taskDone: nothing,
    cancelRequested: nothing,
    resourceAcquired: nothing,
    resourceReleased: nothing,
    warned,
  };
}

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
    const emitted: string[] = [];
    const onWarning = (warning: Error) => emitted.push(`${warning.name}: ${warning.message}`);
    process.on("warning", onWarning);
    await runManually(
      (function* () {
        forgotten();
        yield* forgotten();
        yield* asyncio.createTask(forgotten());
      })(),
      testRun,
    );
    await collectGarbage(() => emitted.length > 0);
    process.off("warning", onWarning);
    assert.deepEqual(emitted, ["RuntimeWarning: coroutine 'forgotten' was never awaited"]);
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
    const onWarning = () => {};
    process.on("warning", onWarning);
    (() => manualLoop({ debug: true }))();
    await collectGarbage(() => warnings.length > 0);
    process.off("warning", onWarning);
    dispose();
    assert.deepEqual(warnings, [
      "unclosed: unclosed event loop <EventLoop running=false closed=false debug=true>",
    ]);
  });
});

describe("exceptions that nobody retrieves", () => {
  function* failing(): Coro<never> {
    throw new asyncio.ValueError("unseen");
  }

  it("are reported when their task is collected", async () => {
    const testRun = manualLoop();
    const finished = testRun.loop.runForever();
    const lose = () => {
      testRun.loop.createTask(failing(), { name: "lost" });
    };
    lose();
    testRun.host.settle();
    await collectGarbage(() => testRun.unhandled.length > 0);
    testRun.loop.stop();
    await testRun.host.complete(finished);
    assert.equal(testRun.unhandled[0]?.message, "Task exception was never retrieved");
    assert.equal(String(testRun.unhandled[0]?.exception), "ValueError: unseen");
    assert.match(
      String(testRun.unhandled[0]?.future),
      /^<Task finished name='lost' .* exception=ValueError\('unseen'\)>$/,
    );
  });

  it("are reported, at the latest, when the loop is closed", async () => {
    const testRun = manualLoop();
    let future: asyncio.Future | undefined;
    await runManually(
      (function* () {
        future = new asyncio.Future();
        future.setException(new asyncio.ValueError("unseen"));
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.deepEqual(
      testRun.unhandled.map(({ message }) => message),
      ["Future exception was never retrieved"],
    );
    assert.equal(testRun.unhandled[0]?.future, future);
  });

  const retrievals: [string, (task: asyncio.Task<never>) => Coro<unknown>][] = [
    [
      "awaiting it",
      (task) => asyncio.gather([task], { returnExceptions: true })[Symbol.iterator]() as Coro<unknown>,
    ],
    [
      "asking for its exception",
      function* (task) {
        yield* asyncio.wait([task]);
        return task.exception();
      },
    ],
    [
      "native code that awaits it",
      function* (task) {
        const caught = new asyncio.Future<void>();
        task.then(null, () => caught.setResult(undefined));
        yield* caught;
      },
    ],
    [
      "asking it to cancel",
      function* (task) {
        yield* asyncio.wait([task]);
        task.cancel();
      },
    ],
  ];
  for (const [how, retrieve] of retrievals) {
    it(`are not reported after ${how}`, async () => {
      const testRun = manualLoop();
      await runManually(
        (function* () {
          const task = asyncio.createTask(failing());
          yield* (function* (): Coro<void> {
            yield* retrieve(task);
          })();
          yield* asyncio.sleep(1);
        })(),
        testRun,
      );
      assert.deepEqual(testRun.unhandled, []);
    });
  }
});

describe("closing a loop", () => {
  it("reports the tasks that were left pending", () => {
    const { loop, unhandled } = manualLoop();
    const task = loop.createTask(asyncio.sleep(1), { name: "left" });
    loop.close();
    assert.equal(unhandled[0]?.message, "Task was destroyed but it is pending!");
    assert.equal(unhandled[0]?.task, task);
  });
});

describe("the exception handler", () => {
  it("is called with the loop and the context, in the context of the failed task", async () => {
    const testRun = manualLoop();
    const variable = new asyncio.ContextVar<string>("v", { default: "none" });
    const seen: unknown[] = [];
    testRun.loop.setExceptionHandler((loop, context) => seen.push(loop, context.message, variable.get()));
    assert.equal(typeof testRun.loop.getExceptionHandler(), "function");
    await runManually(
      (function* () {
        variable.set("mine");
        asyncio.getRunningLoop().callSoon(function fails() {
          throw new Error("x");
        });
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.deepEqual(seen, [testRun.loop, "Exception in callback fails()", "mine"]);
  });

  it("that throws is reported itself, by the default one", () => {
    const logged: [string, unknown][] = [];
    const restore = asyncio.setLogger({
      debug: () => {},
      info: () => {},
      warning: () => {},
      error: (message, exception) => logged.push([message, exception]),
    });
    const { loop } = manualLoop();
    const error = new Error("in the handler");
    loop.setExceptionHandler(() => {
      throw error;
    });
    loop.callExceptionHandler({ message: "first" });
    loop.setExceptionHandler(null);
    loop.callExceptionHandler({ message: "" });
    restore();
    assert.match(logged[0]?.[0] ?? "", /^Unhandled error in exception handler\n/);
    assert.equal(logged[0]?.[1], error);
    assert.equal(logged[1]?.[0], "Unhandled exception in event loop");
    assert.throws(() => loop.setExceptionHandler(5 as never), {
      message: "A callable object or None is expected, got 5",
    });
  });
});

describe("the generator hook", () => {
  const prototype = Object.getPrototypeOf(function* () {}).prototype as Generator;

  it("gives plain generators a complete stack, and leaves the builtin as it was", async () => {
    const before = { next: prototype.next, own: Object.hasOwn(prototype, Symbol.iterator) };
    function* inner(): Coro<void> {
      yield* asyncio.sleep(1);
    }
    function* outer(): Coro<void> {
      yield* inner();
    }
    const depthOf = function* (): Coro<number> {
      const task = asyncio.createTask(outer());
      yield* asyncio.sleep(0);
      const depth = task.coroutineStack.length;
      yield* task;
      return depth;
    };
    assert.equal(await runManually(depthOf()), 1);
    const first = installGeneratorHook();
    const second = installGeneratorHook();
    assert.equal(await runManually(depthOf()), 3);
    first();
    first();
    assert.notEqual(prototype.next, before.next);
    second();
    assert.equal(prototype.next, before.next);
    assert.equal(Object.hasOwn(prototype, Symbol.iterator), before.own);
    assert.equal(await runManually(depthOf()), 1);
  });

  it("may come and go while coroutines are suspended", async () => {
    function* inner(): Coro<string> {
      yield* asyncio.sleep(2);
      return "inner";
    }
    function* outer(): Coro<string> {
      yield* asyncio.sleep(1);
      return `outer ${yield* inner()}`;
    }
    const result = await runManually(
      (function* () {
        const tasks = [asyncio.createTask(outer())];
        yield* asyncio.sleep(0.5);
        const uninstall = installGeneratorHook();
        tasks.push(asyncio.createTask(outer()));
        yield* asyncio.sleep(1);
        uninstall();
        tasks.push(asyncio.createTask(outer()));
        return yield* asyncio.gather(tasks);
      })(),
    );
    assert.deepEqual(result, ["outer inner", "outer inner", "outer inner"]);
  });
});
