import assert from "node:assert/strict";
import { installGeneratorHook } from "../../../src/runtime/generator_hook.js";
import * as asyncio from "../../../src/runtime/index.js";
import { runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

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
