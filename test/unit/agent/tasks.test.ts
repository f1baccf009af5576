import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { observer } from "../../../src/runtime/instrumentation.js";
import { AgentClient, registry } from "./agent-client.js";

function* forever(): asyncio.Coroutine<void> {
  yield* asyncio.getRunningLoop().createFuture<void>();
}

describe("the agent's tasks", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  /** Runs a body in a task called `main`. */
  function run<T>(body: () => asyncio.Coroutine<T>): Promise<T> {
    return asyncio.run(
      (function* main() {
        asyncio.currentTask()?.setName("main");
        return yield* body();
      })(),
    );
  }

  it("says who a task is, who created it, and where", () =>
    run(function* () {
      function* worker() {
        yield* forever();
      }
      const task = asyncio.createTask(worker(), { name: "w" });
      yield* asyncio.sleep(0);
      const info = client.task("w");
      assert.equal(info.coroutine, "worker");
      assert.equal(info.state, "pending");
      assert.equal(info.parentId, client.task("main").id);
      assert.match(info.createdAt?.path ?? "", /tasks\.test\.ts$/);
      assert.equal(typeof info.createdMs, "number");
      assert.equal(info.loopId, client.task("main").loopId);
      const [innermost] = client.command("inspect", { taskId: info.id }).createdStack;
      assert.deepEqual(innermost?.site, info.createdAt);
      task.cancel();
    }));

  it("calls the task running whose code runs", () =>
    run(function* () {
      assert.equal(client.task("main").state, "running");
      assert.equal(client.task("main").awaiting, undefined);
      assert.deepEqual(client.command("current", {}), { taskId: client.task("main").id, depth: 1 });
      yield* asyncio.sleep(0);
    }));

  it("says that nobody runs between steps", async () => {
    await run(function* () {});
    assert.equal(client.command("current", {}), null);
  });

  const endings: [string, () => asyncio.Coroutine<unknown>, string, object][] = [
    [
      "a result",
      function* () {
        return "text";
      },
      "done",
      { result: '"text"' },
    ],
    [
      "an object",
      function* () {
        return new Map();
      },
      "done",
      { result: "Map" },
    ],
    [
      "an exception",
      function* () {
        throw new RangeError("too far");
      },
      "failed",
      { exception: "RangeError: too far", unretrieved: true },
    ],
    [
      "a cancellation of its own",
      function* () {
        throw new asyncio.CancelledError("enough");
      },
      "cancelled",
      { cancelMessage: "enough" },
    ],
  ];
  for (const [what, coroutine, state, outcome] of endings) {
    it(`reports ${what}`, () =>
      run(function* () {
        const task = asyncio.createTask(coroutine(), { name: "t" });
        yield* asyncio.wait([task]);
        const info = client.task("t");
        assert.equal(info.state, state);
        assert.deepEqual(info.outcome, outcome);
        assert.equal(info.awaiting, undefined);
        assert.ok((info.endedMs ?? 0) >= (info.createdMs ?? 1));
        if (!task.cancelled()) task.exception();
      }));
  }

  it("reports who cancelled a task, with what words", () =>
    run(function* () {
      const task = asyncio.createTask(forever(), { name: "t" });
      yield* asyncio.sleep(0);
      task.cancel("why not");
      yield* asyncio.wait([task]);
      const info = client.task("t");
      assert.deepEqual(info.outcome, { cancelMessage: "why not" });
      const [request] = info.cancels ?? [];
      assert.equal(request?.message, "why not");
      assert.equal(request?.byTaskId, client.task("main").id);
      assert.equal(request?.byDebugger, undefined);
      assert.equal(info.counters?.cancelRequests, 1);
    }));

  it("tells a suppressed cancellation", () =>
    run(function* () {
      const task = asyncio.createTask(
        (function* () {
          try {
            yield* forever();
          } catch {
            return "no";
          }
        })(),
        { name: "t" },
      );
      yield* asyncio.sleep(0);
      task.cancel();
      yield* task;
      assert.deepEqual(client.task("t").outcome, { result: '"no"', suppressedCancellation: true });
    }));

  it("runs no code of the user's to show a result", () =>
    run(function* () {
      const trap = () => assert.fail("called");
      class Tricky {
        toString() {
          return trap();
        }
      }
      Object.defineProperty(Tricky.prototype, "constructor", { get: trap });
      const error = new Error("plain");
      Object.defineProperty(error, "message", { get: trap });
      const results = [new Tricky(), new Proxy({}, { getPrototypeOf: trap, get: trap }), error];
      for (const [index, result] of results.entries()) {
        yield* asyncio.createTask(
          (function* () {
            return result;
          })(),
          { name: `t${index}` },
        );
      }
      assert.deepEqual(
        results.map((_, index) => client.task(`t${index}`).outcome?.result),
        ["Object", "Proxy", "Error"],
      );
    }));

  it("names plain generator functions, methods and closures, and coroutine() functions", () =>
    run(function* () {
      class Service {
        *serve() {
          yield* forever();
        }
      }
      const decorated = asyncio.coroutine(function* decoratedOne() {
        yield* forever();
      });
      const coroutines = { forever: forever(), serve: new Service().serve(), decoratedOne: decorated() };
      const tasks = Object.entries(coroutines).map(([name, coroutine]) =>
        asyncio.createTask(coroutine, { name }),
      );
      yield* asyncio.sleep(0);
      for (const name of Object.keys(coroutines)) assert.equal(client.task(name).coroutine, name);
      for (const task of tasks) task.cancel();
    }));

  it("counts steps and measures time", () =>
    run(function* () {
      const task = asyncio.createTask(
        (function* () {
          for (let count = 0; count < 4; count++) yield* asyncio.sleep(0);
        })(),
        { name: "t" },
      );
      yield* task;
      const { counters } = client.task("t");
      assert.equal(counters?.steps, 5);
      assert.ok((counters?.longestStepMs ?? -1) >= 0);
    }));

  it("gives the live coroutines, innermost first", () =>
    run(function* () {
      function* outer() {
        yield* inner();
      }
      function* inner() {
        yield* forever();
      }
      const coroutine = outer();
      const task = asyncio.createTask(coroutine, { name: "t" });
      yield* asyncio.sleep(0);
      const { coroutines } = registry();
      const chain = coroutines(client.task("t").id);
      assert.equal(chain.length, 3);
      assert.equal(chain.at(-1), coroutine);
      task.cancel();
      yield* asyncio.wait([task]);
      assert.deepEqual(coroutines(client.task("t").id), []);
      assert.deepEqual(coroutines(123_456_789), []);
    }));

  it("finds, waking late, the tasks that are there", async () => {
    client.close();
    await run(function* () {
      const lock = new asyncio.Lock({ name: "late" });
      yield* lock.acquire();
      const task = asyncio.createTask(lock.acquire(), { name: "waiting" });
      yield* asyncio.sleep(0);
      client = new AgentClient();
      const info = client.task("waiting");
      assert.equal(info.awaiting?.kind, "lock");
      assert.equal(info.awaiting?.label, "late");
      assert.equal(info.awaiting?.sinceMs, undefined);
      assert.deepEqual(client.names(client.resource("late").holders), ["main"]);
      assert.deepEqual(client.names(client.resource("late").waiters), ["waiting"]);
      assert.equal(client.task("main").state, "running");
      task.cancel();
    });
  });

  it("sends changes by itself, soon after they happen", () =>
    run(function* () {
      const task = asyncio.createTask(forever(), { name: "t" });
      yield* asyncio.fromPromise(
        client.until(() => [...client.tasks.values()].some(({ name }) => name === "t")),
      );
      task.cancel();
      yield* asyncio.fromPromise(
        client.until(() =>
          [...client.tasks.values()].some(({ name, state }) => name === "t" && state === "cancelled"),
        ),
      );
    }));

  it("sends a task once, as it is now, however often it changed", () =>
    run(function* () {
      client.flush();
      const before = client.batches.length;
      const task = asyncio.createTask(
        (function* () {
          for (let count = 0; count < 100; count++) yield* asyncio.sleep(0);
        })(),
        { name: "t" },
      );
      yield* task;
      client.flush();
      const records = client.batches
        .slice(before)
        .flatMap(({ tasks }) => tasks.filter(({ name }) => name === "t"));
      assert.ok(records.length < 20);
      assert.equal(records.at(-1)?.state, "done");
    }));

  it("numbers its batches without a gap", () =>
    run(function* () {
      for (let count = 0; count < 3; count++) {
        yield* asyncio.createTask(asyncio.sleep(0));
        client.flush();
      }
      const numbers = client.batches.map(({ seq }) => seq);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => (numbers[0] ?? 0) + index),
      );
    }));

  it("drops ended tasks that nobody had time to see, and says how many", () =>
    run(function* () {
      client.flush();
      const dropped = () => client.batches.reduce((sum, batch) => sum + batch.dropped, 0);
      const before = dropped();
      // Eager tasks: all of them end before the agent gets to send anything.
      const create = asyncio.createEagerTaskFactory(
        (coroutine, options) => new asyncio.Task(coroutine, options),
      );
      for (let count = 0; count < 10_100; count++) create(asyncio.getRunningLoop(), (function* () {})(), {});
      client.flush();
      assert.equal(dropped() - before, 100);
    }));

  it("forgets ended tasks that the program has let go of", async () => {
    await run(function* () {
      yield* asyncio.createTask(asyncio.sleep(0), { name: "brief" });
    });
    const { id } = client.task("brief");
    while (client.tasks.has(id)) {
      global.gc?.();
      await new Promise((resolve) => setImmediate(resolve));
      client.flush();
    }
    assert.throws(() => client.command("inspect", { taskId: id }), /there is no task/);
  });

  it("keeps ended tasks that the program refers to", () =>
    run(function* () {
      const task = asyncio.createTask(asyncio.sleep(0), { name: "kept" });
      yield* task;
      const { id } = client.task("kept");
      global.gc?.();
      yield* asyncio.fromPromise(new Promise((resolve) => setImmediate(resolve)));
      assert.ok(client.snapshot(500).tasks.some((info) => info.id === id));
      assert.ok(task.done());
    }));

  it("gives a snapshot in pages, each task once, in order", () =>
    run(function* () {
      const lock = new asyncio.Lock({ name: "paged" });
      yield* lock.acquire();
      const tasks = Array.from({ length: 25 }, () => asyncio.createTask(lock.acquire()));
      yield* asyncio.sleep(0);
      const { pages, tasks: infos, resources } = client.snapshot(10);
      assert.ok(pages >= 3);
      const ids = infos.map(({ id }) => id);
      assert.deepEqual(
        ids,
        [...new Set(ids)].sort((a, b) => a - b),
      );
      assert.ok(ids.length >= 26);
      assert.ok(resources.some(({ label }) => label === "paged"));
      for (const task of tasks) task.cancel();
    }));

  it("tells the group that a task belongs to", () =>
    run(function* () {
      yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        group.createTask(asyncio.sleep(0), { name: "member" });
        yield* asyncio.sleep(0);
        const { groupId } = client.task("member");
        assert.equal(client.resources.get(groupId ?? -1)?.kind, "taskGroup");
      });
    }));

  it("passes warnings on", () =>
    run(function* () {
      const task = asyncio.currentTask() ?? undefined;
      const createdStack = "  at outer (file:///a.ts:1:2)\n  at inner (file:///b.ts:3:4)";
      observer.current?.warned({ kind: "slow-callback", message: "slow", task, createdStack });
      client.flush();
      const { atMs, ...warning } = client.warnings[0] ?? assert.fail("no warning");
      assert.equal(typeof atMs, "number");
      assert.deepEqual(warning, {
        kind: "slow-callback",
        message: "slow",
        taskId: client.task("main").id,
        site: { path: "file:///b.ts", line: 3, column: 4, name: "inner" },
      });
    }));

  it("says where a task was created that is warned of, when debug mode did not record it", () =>
    run(function* () {
      const task = asyncio.createTask(asyncio.sleep(0), { name: "warned of" });
      observer.current?.warned({ kind: "slow-callback", message: "slow", task, duration: 0.12 });
      const exception = new Error("boom");
      observer.current?.warned({ kind: "unhandled", message: "failed", exception });
      client.flush();
      const [ofTask, ofError] = client.warnings;
      assert.deepEqual(ofTask?.site, client.task("warned of").createdAt);
      assert.equal(ofTask?.durationMs, 120);
      assert.match(ofError?.site?.path ?? "", /tasks\.test\.ts$/);
      yield* task;
    }));
});
