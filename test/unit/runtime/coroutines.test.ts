import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

describeFlavours("a coroutine", (make) => {
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

  it("refuses a coroutine that was awaited before", async () => {
    const error = await runManually(
      (function* () {
        const coroutine = nested(0);
        yield* asyncio.createTask(coroutine);
        try {
          return yield* asyncio.createTask(coroutine);
        } catch (caught) {
          return caught;
        }
      })(),
    );
    assert.ok(error instanceof asyncio.RuntimeError);
    assert.equal(error.message, "cannot reuse already awaited coroutine");
  });

  it("refuses a coroutine that another task is awaiting", async () => {
    const error = await runManually(
      (function* () {
        const coroutine = sleeper(1, "x");
        asyncio.createTask(coroutine);
        try {
          return yield* asyncio.createTask(coroutine);
        } catch (caught) {
          return caught;
        }
      })(),
    );
    assert.ok(error instanceof asyncio.RuntimeError);
    assert.equal(error.message, "coroutine is being awaited already");
  });

  const badYields: [what: string, value: unknown, message: RegExp][] = [
    ["a number", 5, /^Task got bad yield: 5$/],
    ["a string", "x", /^Task got bad yield: 'x'$/],
    [
      "a future",
      "future",
      /^yield was used instead of yield\* in task <Task pending .*> with <Future pending>$/,
    ],
    [
      "a coroutine",
      "coroutine",
      /^yield was used instead of yield\* for generator in task <Task .*> with <generator/,
    ],
  ];
  for (const [what, value, message] of badYields) {
    it(`reports a bare yield of ${what}, by an error at the yield`, async () => {
      const bad = make(function* bad(): Coro<unknown> {
        const yielded = value === "future" ? new asyncio.Future() : value === "coroutine" ? nested(0) : value;
        try {
          yield yielded as undefined;
          return null;
        } catch (error) {
          return error;
        }
      });
      const outer = make(function* outer(): Coro<unknown> {
        return yield* bad();
      });
      const error = await runManually(outer());
      assert.ok(error instanceof asyncio.RuntimeError);
      assert.match(error.message, message);
    });
  }

  it("takes a bare yield of nothing as a turn of the loop", async () => {
    const order: string[] = [];
    const main = make(function* main(): Coro<void> {
      asyncio.getRunningLoop().callSoon(() => order.push("callback"));
      yield;
      order.push("resumed");
    });
    await runManually(main());
    assert.deepEqual(order, ["callback", "resumed"]);
  });

  it("cannot await itself", async () => {
    const holder: { task?: asyncio.Task<unknown> } = {};
    const selfish = make(function* selfish(): Coro<unknown> {
      return yield* holder.task as asyncio.Task<unknown>;
    });
    const error = await runManually(
      (function* () {
        holder.task = asyncio.createTask(selfish());
        try {
          return yield* holder.task;
        } catch (caught) {
          return caught;
        }
      })(),
    );
    assert.match(
      String(error),
      /^RuntimeError: Task cannot await on itself: <Task pending name='Task-\d+' coro=</,
    );
  });

  it("cannot await a future of another loop", async () => {
    const other = manualLoop().loop.createFuture();
    const main = make(function* main(): Coro<unknown> {
      return yield* other;
    });
    await assert.rejects(
      runManually(main()),
      /^RuntimeError: Task <Task .*> got Future <Future pending> attached to a different loop$/,
    );
  });

  it("reports an await inside of a generator that for…of consumes", async () => {
    const items = make(function* items(): Generator<undefined, void, unknown> {
      yield* asyncio.sleep(1) as Generator<undefined, void, unknown>;
      yield undefined;
    });
    const main = make(function* main(): Coro<number> {
      let count = 0;
      for (const _ of items()) count++;
      yield* asyncio.sleep(1);
      return count;
    });
    await assert.rejects(runManually(main()), (error: Error) => {
      return /for\.\.\.of|is not iterable/.test(error.message);
    });
  });

  it("keeps ordinary generators working inside of a coroutine", async () => {
    function* tree(depth: number): Generator<number, void, unknown> {
      if (depth === 0) return;
      yield* tree(depth - 1);
      yield depth;
      yield* tree(depth - 1);
    }
    const main = make(function* main(): Coro<number[]> {
      const seen: number[] = [];
      for (const n of tree(3)) {
        yield* asyncio.sleep(0);
        seen.push(n);
      }
      const [first] = tree(2);
      const byHand = tree(1);
      seen.push(first as number, ...tree(1), byHand.next(undefined).value as number);
      return seen;
    });
    assert.deepEqual(await runManually(main()), [1, 2, 1, 3, 1, 2, 1, 1, 1, 1]);
  });

  it("lets a coroutine drive another one by hand", async () => {
    const inner = make(function* inner(): Coro<string> {
      const a = yield* sleeper(1, "a");
      return a + (yield* sleeper(1, "b"));
    });
    const driver = make(function* driver(): Coro<string> {
      const generator = inner();
      for (let step = generator.next(); ; step = generator.next()) {
        if (step.done === true) return `drove ${step.value}`;
        yield step.value;
      }
    });
    const outer = make(function* outer(): Coro<string> {
      return yield* driver();
    });
    assert.equal(await runManually(outer()), "drove ab");
  });

  it("runs a coroutine that is no generator of the engine's", async () => {
    let count = 0;
    const custom = {
      next() {
        return count++ === 0 ? { done: false, value: undefined } : { done: true, value: "custom" };
      },
      return: (value: unknown) => ({ done: true, value }),
      throw: (error: unknown) => {
        throw error;
      },
      [Symbol.iterator]() {
        return this;
      },
    } as unknown as Coro<string>;
    const main = make(function* main(): Coro<string> {
      return yield* asyncio.createTask(custom);
    });
    assert.equal(await runManually(main()), "custom");
  });
});
