import assert from "node:assert/strict";
import { installGeneratorHook } from "../../../src/runtime/generator_hook.js";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { collectGarbage } from "../../support/garbage.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

function* listOf<T>(iterable: asyncio.AsyncIterableLike<T>): asyncio.Coroutine<T[]> {
  const items: T[] = [];
  yield* asyncio.asyncFor(iterable, function* (item) {
    items.push(item);
  });
  return items;
}

describeFlavours("an asynchronous generator", (make) => {
  const after = make(function* after(seconds: number, what: string): asyncio.Coroutine<string> {
    yield* asyncio.sleep(seconds);
    return what;
  });

  it("gives what its body yields, and awaits what it awaits, however deep", () =>
    runManually(
      (function* main() {
        const deep = make(function* deep(depth: number): asyncio.Coroutine<string> {
          return depth === 0 ? yield* after(1, "deep") : yield* deep(depth - 1);
        });
        const generator = asyncio.asyncGenerator(function* () {
          yield "first";
          yield yield* after(1, "second");
          yield* asyncio.sleep(0);
          yield undefined;
          yield null;
          yield yield* deep(200);
          const [left, right] = yield* asyncio.gather([after(2, "left"), after(1, "right")]);
          yield left + right;
        });
        const expected = ["first", "second", undefined, null, "deep", "leftright"];
        assert.deepEqual(yield* listOf(generator()), expected);
      })(),
    ));

  it("yields out of the bodies of asyncFor and asyncWith, which are left when it is closed", () =>
    runManually(
      (function* main() {
        const calls: string[] = [];
        const manager = {
          *aenter() {
            return yield* after(1, "entered");
          },
          *aexit(error: unknown) {
            yield* after(1, "");
            calls.push(`left by ${(error as Error | null)?.constructor.name}`);
          },
        };
        const inner = asyncio.asyncGenerator(function* inner() {
          try {
            for (let number = 1; ; number++) yield number;
          } finally {
            yield* asyncio.sleep(1);
            calls.push("inner closed");
          }
        });
        const outer = asyncio.asyncGenerator(function* outer() {
          yield* asyncio.asyncWith(manager, function* (value) {
            yield value;
            yield* asyncio.asyncFor(inner(), function* (number) {
              yield* asyncio.sleep(0);
              yield `${number}`;
            });
          });
        });
        const items: string[] = [];
        const ended = yield* asyncio.asyncFor(outer(), function* (item) {
          items.push(item);
          if (item === "2") return asyncio.BREAK;
        });
        assert.equal(ended, false);
        assert.deepEqual(items, ["entered", "1", "2"]);
        assert.deepEqual(calls, ["inner closed", "left by GeneratorExit"]);
      })(),
    ));

  it("passes a future on as an item, and awaits another", () =>
    runManually(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const future = loop.createFuture<string>();
        const generator = asyncio.asyncGenerator(function* () {
          yield future;
          yield yield* future;
        });
        const iterator = generator();
        assert.equal(yield* iterator.anext(), future);
        loop.callLater(1, () => future.setResult("result"));
        assert.equal(yield* iterator.anext(), "result");
      })(),
    ));

  it("is cancelled where it waits, and cleans up", () =>
    runManually(
      (function* main() {
        const calls: string[] = [];
        const generator = asyncio.asyncGenerator(function* () {
          try {
            yield yield* after(3600, "never");
          } catch (error) {
            calls.push(String(error));
            throw error;
          } finally {
            yield* asyncio.sleep(1);
            calls.push("clean");
          }
        });
        const iterator = generator();
        const task = asyncio.createTask(iterator.anext());
        yield* asyncio.sleep(1);
        task.cancel("enough");
        yield* asyncio.wait([task]);
        assert.ok(task.cancelled());
        assert.deepEqual(calls, ["CancelledError: enough", "clean"]);
        assert.deepEqual(yield* listOf(iterator), []);
      })(),
    ));

  it("is closed with the coroutine that steps it", () =>
    runManually(
      (function* main() {
        const calls: string[] = [];
        const generator = asyncio.asyncGenerator(function* () {
          try {
            yield yield* asyncio.getRunningLoop().createFuture<void>();
          } finally {
            calls.push("closed");
          }
        });
        const iterator = generator();
        const step = iterator.anext();
        const stepped = new asyncio.Event();
        // Outside of a task: nobody's step is in the way.
        asyncio.getRunningLoop().callSoon(() => {
          step.next();
          step.return(undefined as never);
          stepped.set();
        });
        yield* stepped.wait();
        assert.deepEqual(calls, ["closed"]);
        assert.deepEqual(yield* listOf(iterator), []);
      })(),
    ));
});

describe("an asynchronous generator function", () => {
  it("keeps its name, its length and its this", () =>
    runManually(
      (function* main() {
        class Range {
          constructor(private readonly end: number) {}
          readonly items = asyncio.asyncGenerator(function* items(this: Range, from: number) {
            for (let number = from; number < this.end; number++) yield number;
          } as (from: number) => Generator<number, void>);
        }
        const range = new Range(4);
        assert.equal(range.items.name, "items");
        assert.equal(range.items.length, 1);
        assert.equal(String(range.items(1)), "<async_generator object items>");
        assert.deepEqual(yield* listOf(range.items(2)), [2, 3]);
      })(),
    ));

  it("is made of a generator function only", () => {
    assert.throws(() => asyncio.asyncGenerator((() => {}) as never), {
      name: "TypeError",
      message: "asyncGenerator() expects a generator function",
    });
  });

  it("has no coroutines: what it gives is iterated, not awaited", () => {
    const generator = asyncio.asyncGenerator(function* () {
      yield 1;
    });
    assert.equal(asyncio.isCoroutineFunction(generator), false);
    assert.equal(asyncio.isCoroutine(generator()), false);
  });
});

describe("an asynchronous generator that is forgotten in the middle", () => {
  it("is closed by a task of its loop", async () => {
    let closed = 0;
    const generator = asyncio.asyncGenerator(function* () {
      try {
        yield 1;
      } finally {
        yield* asyncio.sleep(0);
        closed++;
      }
    });
    await asyncio.run(
      (function* main() {
        yield* (function* () {
          yield* generator().anext();
        })();
        yield* asyncio.fromPromise(collectGarbage(() => closed === 1));
      })(),
    );
    assert.equal(closed, 1);
  });

  it("is closed with the others, when the end of its loop comes first", async () => {
    const testRun = manualLoop();
    let closed = 0;
    const generator = asyncio.asyncGenerator(function* () {
      try {
        yield 1;
      } finally {
        closed++;
      }
    });
    await runManually(
      (function* main() {
        yield* generator().anext();
      })(),
      testRun,
    );
    assert.equal(closed, 1);
    await collectGarbage(() => true);
    assert.equal(closed, 1);
    assert.deepEqual(testRun.unhandled, []);
  });
});

describe("the stack of a task that iterates an asynchronous generator", () => {
  let uninstall: () => void;
  before(() => {
    uninstall = installGeneratorHook();
  });
  after(() => uninstall());

  it("has the generator's body, and nothing of what steps it", () =>
    runManually(
      (function* main() {
        const ticker = asyncio.asyncGenerator(function* ticker() {
          yield* asyncio.sleep(3600);
          yield 1;
        });
        function* iterates() {
          yield* asyncio.asyncFor(ticker(), function* () {});
        }
        const task = asyncio.createTask(iterates());
        yield* asyncio.sleep(0);
        const frames = task.getStack().map(({ name, kind }) => `${kind} ${name}`);
        assert.deepEqual(frames, ["coroutine iterates", "async generator ticker", "coroutine sleep"]);
        const graph = asyncio.captureCallGraph(task);
        assert.deepEqual(
          graph?.callStack.map(({ frame }) => frame.name),
          ["sleep", "ticker", "iterates"],
        );
        const bodies = task.coroutineStack.length;
        assert.ok(bodies > 2);
        task.cancel();
      })(),
    ));
});
