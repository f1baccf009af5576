import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

describeFlavours("a task", (make) => {
  const sleeper = make(function* sleeper(seconds: number, result: string): Coro<string> {
    yield* asyncio.sleep(seconds);
    return result;
  });
  const nested = make(function* nested(depth: number): Coro<number> {
    if (depth === 0) {
      yield* asyncio.sleep(0);
      return 0;
    }
    return 1 + (yield* nested(depth - 1));
  });

  it("runs beside others, and gives its coroutine's result", async () => {
    const testRun = manualLoop();
    const results = await runManually(
      (function* () {
        const tasks = [sleeper(2, "b"), sleeper(1, "a")].map((c) => asyncio.createTask(c));
        const results: string[] = [];
        for (const task of tasks) results.push(yield* task);
        return [results.join(), testRun.loop.time()];
      })(),
      testRun,
    );
    assert.deepEqual(results, ["b,a", 2]);
  });

  it("starts in the turn after its creation, in the order of creation", async () => {
    const order: string[] = [];
    const worker = make(function* worker(name: string): Coro<void> {
      order.push(`${name} 1`);
      yield* asyncio.sleep(0);
      order.push(`${name} 2`);
    });
    await runManually(
      (function* () {
        const tasks = ["a", "b"].map((name) => asyncio.createTask(worker(name)));
        order.push("created");
        yield* asyncio.gather(tasks);
      })(),
    );
    assert.deepEqual(order, ["created", "a 1", "b 1", "a 2", "b 2"]);
  });

  it("passes an exception through its coroutines, which may catch it", async () => {
    const failing = make(function* failing(): Coro<never> {
      yield* asyncio.sleep(1);
      throw new asyncio.ValueError("deep");
    });
    const middle = make(function* middle(): Coro<string> {
      try {
        return yield* failing();
      } finally {
        yield* asyncio.sleep(1);
      }
    });
    const outer = make(function* outer(): Coro<string> {
      try {
        return yield* middle();
      } catch (error) {
        return `caught ${error}`;
      }
    });
    assert.equal(await runManually(outer()), "caught ValueError: deep");
  });

  it("runs finally blocks and loops with awaits in any place", async () => {
    const counting = make(function* counting(): Coro<string[]> {
      const seen: string[] = [];
      for (let i = 0; i < 3; i++) {
        try {
          if (i === 1) continue;
          seen.push(yield* sleeper(1, `t${i}`));
        } finally {
          seen.push(yield* sleeper(0, `f${i}`));
        }
      }
      return seen;
    });
    assert.deepEqual(await runManually(counting()), ["t0", "f0", "f1", "t2", "f2"]);
  });

  it("nests coroutines deeply", async () => {
    assert.equal(await runManually(nested(90)), 90);
    assert.equal(await runManually(nested(1000)), 1000);
  });

  it("fails with what its coroutine throws, be it no error at all", async () => {
    const throwing = make(function* throwing(value: unknown): Coro<never> {
      throw value;
    });
    const main = make(function* main(): Coro<unknown[]> {
      return yield* asyncio.gather([throwing("text"), throwing(undefined), throwing(null)], {
        returnExceptions: true,
      });
    });
    const [text, nothing, nil] = await runManually(main());
    assert.equal(text, "text");
    assert.equal(String(nothing), "RuntimeError: coroutine raised undefined");
    assert.equal(String(nil), "RuntimeError: coroutine raised null");
  });

  it("knows its coroutines while it is suspended, and has none when it is done", async () => {
    const { length, after } = await runManually(
      (function* () {
        const task = asyncio.createTask(nested(2));
        yield* asyncio.sleep(0);
        const length = task.coroutineStack.length;
        assert.equal(task.getStack({ limit: 1 }).length, 1);
        yield* task;
        return { length, after: task.getStack().length };
      })(),
    );
    assert.ok(length >= 1);
    assert.equal(after, 0);
  });
});

describe("a task", () => {
  it("has a name, by default counted", async () => {
    await runManually(
      (function* () {
        const task = asyncio.createTask(asyncio.sleep(0), { name: "mine" });
        assert.equal(task.getName(), "mine");
        task.setName(7);
        assert.equal(task.getName(), "7");
        const [one, two] = [asyncio.createTask(asyncio.sleep(0)), asyncio.createTask(asyncio.sleep(0))];
        const number = (t: asyncio.Task<void>) => Number(/^Task-(\d+)$/.exec(t.getName())?.[1]);
        assert.equal(number(two), number(one) + 1);
        yield* asyncio.gather([task, one, two]);
      })(),
    );
  });

  it("describes what it is, runs and waits for", async () => {
    const work = asyncio.coroutine(function* work(): Coro<number> {
      yield* asyncio.sleep(1);
      return 3;
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(work(), { name: "t" });
        assert.equal(String(task), "<Task pending name='t' coro=<work()>>");
        yield* asyncio.sleep(0);
        assert.equal(
          String(task),
          "<Task pending name='t' coro=<work()> wait_for=<Future pending cb=[Task.task_wakeup()]>>",
        );
        task.cancel();
        assert.match(String(task), /^<Task cancelling name='t' /);
        yield* asyncio.wait([task]);
        assert.equal(String(task), "<Task cancelled name='t' coro=<work()>>");
        const other = asyncio.createTask(work(), { name: "u" });
        yield* other;
        assert.equal(String(other), "<Task finished name='u' coro=<work()> result=3>");
      })(),
    );
  });

  it("refuses what is no coroutine, and to be given a result", async () => {
    const { loop } = manualLoop();
    assert.throws(() => loop.createTask(5 as never), {
      name: "TypeError",
      message: "a coroutine was expected, got 5",
    });
    await runManually(
      (function* () {
        const task = asyncio.createTask(asyncio.sleep(0));
        assert.throws(() => task.setResult(), { message: "Task does not support set_result operation" });
        assert.throws(() => task.setException(new Error()), {
          message: "Task does not support set_exception operation",
        });
        yield* task;
      })(),
    );
  });

  it("is the current task of its own steps only, and among all tasks until it is done", async () => {
    await runManually(
      (function* () {
        const main = asyncio.currentTask();
        const task = asyncio.createTask(
          (function* () {
            return asyncio.currentTask();
          })(),
        );
        assert.deepEqual(asyncio.allTasks(), new Set([main, task]));
        let inCallback: unknown = "not called";
        asyncio.getRunningLoop().callSoon(() => {
          inCallback = asyncio.currentTask();
        });
        assert.equal(yield* task, task);
        assert.equal(inCallback, null);
        assert.deepEqual(asyncio.allTasks(), new Set([main]));
        assert.equal(asyncio.currentTask(), main);
      })(),
    );
    assert.throws(() => asyncio.currentTask(), { message: "no running event loop" });
    assert.throws(() => asyncio.allTasks(), { message: "no running event loop" });
  });

  it("has a context of its own, a copy of its creator's", async () => {
    const variable = new asyncio.ContextVar<string>("v");
    await runManually(
      (function* () {
        variable.set("main");
        const child = asyncio.createTask(
          (function* () {
            const inherited = variable.get();
            variable.set("child");
            yield* asyncio.sleep(1);
            return [inherited, variable.get()];
          })(),
        );
        variable.set("changed after");
        assert.deepEqual(yield* child, ["main", "child"]);
        assert.equal(variable.get(), "changed after");
        const context = asyncio.copyContext();
        const shared = asyncio.createTask(
          (function* () {
            variable.set("in the given one");
            yield* asyncio.sleep(0);
          })(),
          { context },
        );
        yield* shared;
        assert.equal(context.get(variable), "in the given one");
        assert.equal(shared.getContext(), context);
      })(),
    );
  });

  it("goes on to depth 10,000 with coroutine()", async () => {
    const deep = asyncio.coroutine(function* deep(depth: number): Coro<number> {
      if (depth > 0) return 1 + (yield* deep(depth - 1));
      yield* asyncio.sleep(1);
      return 0;
    });
    assert.equal(await runManually(deep(10_000)), 10_000);
  });

  it("fails deep down with coroutine(), and the error comes out at the top", async () => {
    const deep = asyncio.coroutine(function* deep(depth: number): Coro<number> {
      if (depth > 0) return 1 + (yield* deep(depth - 1));
      yield* asyncio.sleep(1);
      throw new asyncio.ValueError("bottom");
    });
    await assert.rejects(runManually(deep(5_000)), { name: "ValueError", message: "bottom" });
  });

  it("adds the awaiting coroutines to the stack of an error that comes after a resume", async () => {
    const inner = asyncio.coroutine(function* inner(): Coro<never> {
      yield* asyncio.sleep(1);
      throw new Error("with a traceback");
    });
    const outer = asyncio.coroutine(function* outer(): Coro<void> {
      yield* asyncio.sleep(1);
      yield* inner();
    });
    await assert.rejects(runManually(outer()), (error: Error) => {
      assert.match(error.stack ?? "", /at inner .*tasks\.test\.ts:\d+:\d+\)/);
      assert.match(error.stack ?? "", /at await outer .*tasks\.test\.ts:\d+:\d+\)/);
      return true;
    });
  });
});
