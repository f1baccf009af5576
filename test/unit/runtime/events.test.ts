import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

describe("the event loop's turns", () => {
  it("runs callbacks in the order in which they were scheduled", async () => {
    const order: number[] = [];
    await runManually(
      (function* () {
        const loop = asyncio.getRunningLoop();
        for (const n of [1, 2, 3]) loop.callSoon((m: number) => order.push(m), n);
        yield* asyncio.sleep(0);
      })(),
    );
    assert.deepEqual(order, [1, 2, 3]);
  });

  it("leaves to the next turn what a callback schedules", async () => {
    const run = manualLoop();
    const turns: string[] = [];
    const note = (name: string) => turns.push(`${name}@${run.loop._turns}`);
    run.loop.callSoon(() => {
      note("first");
      run.loop.callSoon(() => note("nested"));
    });
    run.loop.callSoon(() => note("second"));
    run.loop.callLater(1, () => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(turns, ["first@1", "second@1", "nested@2"]);
  });

  it("runs due timers after what was ready before, earliest first, equal ones first in first out", async () => {
    const run = manualLoop();
    const order: string[] = [];
    const at = (when: number, name: string) => run.loop.callAt(when, () => order.push(name));
    at(2, "2a");
    at(1, "1");
    at(2, "2b");
    at(3, "3");
    run.loop.callSoon(() => order.push("soon"));
    run.loop.callAt(4, () => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(order, ["soon", "1", "2a", "2b", "3"]);
  });

  it("does not run a handle that was cancelled, even in the turn that would have run it", async () => {
    const run = manualLoop();
    let called = false;
    run.loop.callSoon(() => handle.cancel());
    const handle = run.loop.callSoon(() => {
      called = true;
    });
    run.loop.callLater(1, () => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.equal(called, false);
    assert.equal(handle.cancelled(), true);
  });

  it("stops after the turn in which it was asked to, with whatever was ready in it", async () => {
    const run = manualLoop();
    const order: string[] = [];
    run.loop.callSoon(() => {
      run.loop.stop();
      run.loop.callSoon(() => order.push("next turn"));
    });
    run.loop.callSoon(() => order.push("same turn"));
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(order, ["same turn"]);
    run.loop.stop();
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(order, ["same turn", "next turn"]);
  });

  it("keeps the process alive while it runs, although nothing is scheduled", async () => {
    const run = manualLoop();
    const finished = run.loop.runForever();
    run.host.settle();
    assert.equal(run.host.alive, 1);
    run.loop.stop();
    await run.host.complete(finished);
    assert.equal(run.host.alive, 0);
  });

  it("sets one host timer for all of its timers, and none after they are done", async () => {
    const run = manualLoop();
    for (let i = 1; i <= 50; i++) run.loop.callLater(i, () => {});
    run.loop.callLater(51, () => run.loop.stop());
    const finished = run.loop.runForever();
    run.host.settle();
    assert.equal(run.host.timers, 1);
    await run.host.complete(finished);
    assert.equal(run.host.timers, 0);
  });

  it("wakes up earlier when an earlier timer is added from outside", async () => {
    const run = manualLoop();
    const order: number[] = [];
    run.loop.callLater(10, () => run.loop.stop());
    const finished = run.loop.runForever();
    run.host.settle();
    run.loop.callLater(1, () => order.push(run.loop.time()));
    await run.host.complete(finished);
    assert.deepEqual(order, [1]);
  });

  it("drops cancelled timers in bulk when they are the majority of many", async () => {
    const run = manualLoop();
    const timers = Array.from({ length: 200 }, (_, i) => run.loop.callLater(100 + i, () => {}));
    for (const timer of timers.slice(0, 150)) timer.cancel();
    assert.equal(run.loop._scheduled.size, 200);
    run.loop.callLater(1, () => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.equal(run.loop._scheduled.size, 50);
    assert.equal(run.loop._scheduled._timerCancelledCount, 0);
  });

  it("gives I/O its turn: a program that never pauses yields to the host again and again", () => {
    const run = manualLoop();
    let turns = 0;
    const spin = () => {
      turns++;
      run.host.nowMs += 0.1;
      run.loop.callSoon(spin);
    };
    run.loop.callSoon(spin);
    void run.loop.runForever();
    assert.equal(run.host.step(), true);
    const inOneSlice = turns;
    assert.ok(inOneSlice > 1 && inOneSlice < 100, `${inOneSlice} turns in one host callback`);
    assert.equal(run.host.step(), true);
    assert.ok(turns > inOneSlice);
  });
});

describe("which loop is running", () => {
  it("is the loop whose callback or coroutine asks", async () => {
    const run = manualLoop();
    const seen: unknown[] = [];
    run.loop.callSoon(() => seen.push(asyncio.getRunningLoop(), asyncio.getEventLoop()));
    run.loop.callSoon(() => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(seen, [run.loop, run.loop]);
  });

  it("is none outside, with the words of CPython", () => {
    assert.throws(() => asyncio.getRunningLoop(), { name: "RuntimeError", message: "no running event loop" });
    assert.throws(() => asyncio.getEventLoop(), {
      name: "RuntimeError",
      message: "There is no current event loop in thread 'MainThread'.",
    });
    const { loop } = manualLoop();
    asyncio.setEventLoop(loop);
    assert.equal(asyncio.getEventLoop(), loop);
    asyncio.setEventLoop(null);
  });

  it("is none in native promise code that a coroutine started", async () => {
    let error: unknown;
    await asyncio.run(
      (function* () {
        const finished = new asyncio.Future<void>();
        void (async () => {
          await null;
          try {
            asyncio.getRunningLoop();
          } catch (caught) {
            error = caught;
          }
          finished.setResult(undefined);
        })();
        yield* finished;
      })(),
    );
    assert.ok(error instanceof asyncio.RuntimeError);
  });

  it("cannot be run twice at a time, nor inside of another one", async () => {
    const run = manualLoop();
    const other = manualLoop();
    run.loop.callSoon(() => {
      assert.throws(() => run.loop.runForever(), { message: "This event loop is already running" });
      assert.throws(() => other.loop.runForever(), {
        message: "Cannot run the event loop while another loop is running",
      });
      run.loop.stop();
    });
    await run.host.complete(run.loop.runForever());
    assert.deepEqual(run.unhandled, []);
  });

  it("refuses everything once it is closed, and to be closed while it runs", async () => {
    const run = manualLoop();
    run.loop.callSoon(() => {
      assert.throws(() => run.loop.close(), { message: "Cannot close a running event loop" });
      run.loop.stop();
    });
    await run.host.complete(run.loop.runForever());
    run.loop.close();
    run.loop.close();
    const closed = { name: "RuntimeError", message: "Event loop is closed" };
    assert.throws(() => run.loop.callSoon(() => {}), closed);
    assert.throws(() => run.loop.callLater(1, () => {}), closed);
    assert.throws(() => run.loop.createTask(asyncio.sleep(0)), closed);
    assert.throws(() => run.loop.runForever(), closed);
    assert.deepEqual(run.unhandled, []);
  });
});

describe("handles", () => {
  it("say what they call, and hide arguments outside of debug mode", () => {
    const { loop } = manualLoop();
    function greet(_name: string): void {}
    const handle = loop.callSoon(greet, "secret");
    assert.equal(String(handle), "<Handle greet()>");
    handle.cancel();
    assert.equal(String(handle), "<Handle cancelled>");
    assert.equal(String(loop.callAt(7, greet, "x")), "<TimerHandle when=7 greet()>");
    loop.setDebug(true);
    const debugged = loop.callSoon(greet, "shown");
    assert.match(String(debugged), /^<Handle greet\('shown'\) created at .*events\.test\.ts:\d+:\d+>$/);
    debugged.cancel();
    assert.match(String(debugged), /greet\('shown'\)/);
    loop.close();
  });

  it("report what a callback throws to the exception handler, and the loop goes on", async () => {
    const run = manualLoop();
    const error = new Error("boom");
    function failing(): void {
      throw error;
    }
    const handle = run.loop.callSoon(failing);
    run.loop.callSoon(() => run.loop.stop());
    await run.host.complete(run.loop.runForever());
    assert.equal(run.unhandled.length, 1);
    assert.equal(run.unhandled[0]?.message, "Exception in callback failing()");
    assert.equal(run.unhandled[0]?.exception, error);
    assert.equal(run.unhandled[0]?.handle, handle);
  });
});
