import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { type Instrument, observe, observer } from "../../../src/runtime/instrumentation.js";
import { stepTrap } from "../../../src/runtime/step_trap.js";
import { nativeNext, nativeThrow } from "../../../src/runtime/stepping.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

/** An observer that writes down what it is told, but for turns. */
function recorder(events: string[]): Instrument {
  const note = (text: string) => events.push(text);
  const name = (task: asyncio.Task<unknown> | null) => (task === null ? "nobody" : task.getName());
  return {
    loopCreated: () => note("loop created"),
    loopChanged: (loop) =>
      note(`loop running=${loop.isRunning()} closed=${loop.isClosed()} debug=${loop.getDebug()}`),
    turnStarted: () => {},
    turnEnded: () => {},
    taskCreated: (task, parent) => note(`${name(task)} created by ${name(parent)}`),
    taskStepStarted: (task) => note(`${name(task)} steps`),
    taskSuspended: (task, future) => note(`${name(task)} suspended on ${future?.waitKind ?? "nothing"}`),
    taskDone: (task) => note(`${name(task)} done, ${task.cancelled() ? "cancelled" : "not cancelled"}`),
    futureDone: () => {},
    exceptionRetrieved: () => {},
    queueUsed: () => {},
    cancelRequested: (task, message, requester) =>
      note(`${name(requester)} cancels ${name(task)}: ${message}`),
    resourceAcquired: () => {},
    resourceReleased: () => {},
    warned: (warning) => note(`warning ${warning.kind}`),
  };
}

describe("an observer", () => {
  it("is told of loops, tasks, their suspensions and cancellations, in order", async () => {
    const events: string[] = [];
    const dispose = observe(recorder(events));
    const { host, loop } = manualLoop();
    const task = loop.createTask(
      (function* () {
        const child = asyncio.createTask(asyncio.sleep(5), { name: "child" });
        yield* asyncio.sleep(0);
        child.cancel("bye");
        yield* asyncio.wait([child]);
      })(),
      { name: "main" },
    );
    await host.complete(loop.runUntilComplete(task));
    loop.close();
    dispose();
    assert.deepEqual(events, [
      "loop created",
      "main created by nobody",
      "loop running=true closed=false debug=false",
      "main steps",
      "child created by main",
      "main suspended on nothing",
      "child steps",
      "child suspended on sleep",
      "main steps",
      "main cancels child: bye",
      "main suspended on wait",
      "child steps",
      "child done, cancelled",
      "main steps",
      "main done, not cancelled",
      "loop running=false closed=false debug=false",
      "loop running=false closed=true debug=false",
    ]);
  });

  it("is told of futures that wake somebody, of exceptions that are looked at, and of queues", async () => {
    const events: string[] = [];
    const instrument = recorder([]);
    instrument.futureDone = (future) => events.push(`${future.waitKind ?? "future"} done`);
    instrument.exceptionRetrieved = (future) =>
      events.push(`${(future as asyncio.Task).getName()} looked at`);
    instrument.queueUsed = (queue, use, task) =>
      events.push(`${use} ${queue.name} by ${task?.getName() ?? "nobody"}`);
    const queue = new asyncio.Queue<number>(0, { name: "jobs" });
    const dispose = observe(instrument);
    await runManually(
      (function* () {
        asyncio.currentTask()?.setName("main");
        const unheard = asyncio.getRunningLoop().createFuture();
        unheard.setResult(1);
        const consumer = asyncio.createTask(queue.get(), { name: "consumer" });
        yield* asyncio.sleep(0);
        asyncio.getRunningLoop().callSoon(() => queue.putNowait(1));
        yield* consumer;
        queue.putNowait(2);
        const failing = asyncio.createTask(
          (function* (): Coro<void> {
            throw new Error("no");
          })(),
          { name: "failing" },
        );
        yield* asyncio.wait([failing]);
        failing.exception();
        failing.exception();
      })(),
    );
    dispose();
    assert.deepEqual(
      events.filter((event) => !/^future/.test(event)),
      [
        "put jobs by nobody",
        "queue.get done",
        "get jobs by consumer",
        "put jobs by main",
        "wait done",
        "failing looked at",
      ],
    );
  });

  it("is told of turns, and sees the handle that runs in them", async () => {
    const events: string[] = [];
    const instrument = recorder([]);
    const { host, loop } = manualLoop();
    const note = (what: string) => events.push(`${what}: ${loop._currentHandle}`);
    instrument.turnStarted = () => note("turn");
    instrument.turnEnded = () => note("end");
    const dispose = observe(instrument);
    loop.callSoon(function first() {
      note("callback");
      loop.callSoon(function second() {
        note("callback");
        loop.stop();
      });
    });
    await host.complete(loop.runForever());
    dispose();
    assert.deepEqual(events, [
      "turn: null",
      "callback: <Handle first()>",
      "end: null",
      "turn: null",
      "callback: <Handle second()>",
      "end: null",
    ]);
  });

  it("that throws is logged and removed, and the program goes on", async () => {
    const logged: string[] = [];
    const restore = asyncio.setLogger({
      debug: () => {},
      info: () => {},
      warning: () => {},
      error: (message, exception) => logged.push(`${message}: ${exception}`),
    });
    const instrument = recorder([]);
    instrument.taskSuspended = () => {
      throw new Error("observer's own");
    };
    observe(instrument);
    assert.equal(await runManually(asyncio.sleep(1, "result")), "result");
    restore();
    assert.equal(observer.current, null);
    assert.deepEqual(logged, [
      "Exception in instrumentation hook taskSuspended; the observer has been removed: Error: observer's own",
    ]);
  });

  it("gives way to the one before when it is disposed", () => {
    const first = observe(recorder([]));
    const installed = observer.current;
    const second = observe(recorder([]));
    second();
    second();
    assert.equal(observer.current, installed);
    first();
    assert.equal(observer.current, null);
  });
});

describeFlavours("the step trap", (make, flavour) => {
  it("sees every start and every resume of a coroutine, with its depth", async () => {
    const inner = make(function* inner(): Coro<string> {
      yield;
      return "x";
    });
    const outer = make(function* outer(): Coro<void> {
      yield* inner();
      try {
        yield* inner();
        throw new asyncio.ValueError("from outer");
      } catch {}
    });
    const seen: string[] = [];
    const task = { current: null as asyncio.Task<unknown> | null };
    stepTrap.current = {
      next(stepped, generator, depth, isStart, value) {
        if (stepped === task.current) seen.push(`${isStart ? "start" : "resume"} ${depth}`);
        return nativeNext.call(generator, value);
      },
      throw(stepped, generator, depth, _isStart, error) {
        if (stepped === task.current) seen.push(`throw ${depth}`);
        return nativeThrow.call(generator, error);
      },
    };
    try {
      await runManually(
        (function* () {
          task.current = asyncio.createTask(outer());
          yield* task.current;
        })(),
      );
    } finally {
      stepTrap.current = null;
    }
    const stacked = ["start 0", "start 1", "resume 1", "resume 0", "start 1", "resume 1", "resume 0"];
    assert.deepEqual(
      seen,
      flavour.name === "plain generators" ? ["start 0", "resume 0", "resume 0"] : stacked,
    );
  });
});
