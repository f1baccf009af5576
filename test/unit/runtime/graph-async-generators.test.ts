import assert from "node:assert/strict";
import { installGeneratorHook } from "../../../src/runtime/generator_hook.js";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

/** The call stack of a task, as the text of its call graph calls the frames; innermost first. */
function stackOf(task: asyncio.Task<unknown> | null): string[] {
  const { callStack } = asyncio.captureCallGraph(task)!;
  const lines = asyncio
    .formatCallGraph(task)
    .split("\n")
    .slice(2, 2 + callStack.length);
  return lines.flatMap((line) => /\| {3}File '.*', line \d+, in (.*)\(\)$/.exec(line)?.[1] ?? []);
}

describe("a call graph through an asynchronous generator that waits", () => {
  let uninstall: () => void;
  before(() => {
    uninstall = installGeneratorHook();
  });
  after(() => uninstall());

  function* waits(): Coro<never> {
    return yield* new asyncio.Future<never>();
  }
  const ticker = asyncio.asyncGenerator(function* ticker() {
    try {
      yield 1;
      yield* waits();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      yield* waits();
    }
  });
  const cleaner = asyncio.asyncGenerator(function* cleaner() {
    try {
      yield 1;
    } finally {
      yield* waits();
    }
  });
  const relay = asyncio.asyncGenerator(function* relay() {
    yield* asyncio.asyncFor(ticker(), function* () {});
  });

  const iterations: readonly (readonly [what: string, iterate: () => Coro<unknown>, inside: string[]])[] = [
    [
      "asyncFor",
      function* iterate() {
        yield* asyncio.asyncFor(ticker(), function* () {});
      },
      ["async waits", "async generator ticker"],
    ],
    [
      "anext",
      function* iterate() {
        const items = ticker();
        yield* items.anext();
        yield* items.anext();
      },
      ["async waits", "async generator ticker"],
    ],
    [
      "asend",
      function* iterate() {
        const items = ticker();
        yield* items.anext();
        yield* items.asend("value");
      },
      ["async waits", "async generator ticker"],
    ],
    [
      "athrow",
      function* iterate() {
        const items = ticker();
        yield* items.anext();
        yield* items.athrow(new RangeError());
      },
      ["async waits", "async generator ticker"],
    ],
    [
      "aclose",
      function* iterate() {
        const items = cleaner();
        yield* items.anext();
        yield* items.aclose();
      },
      ["async waits", "async generator cleaner"],
    ],
    [
      "an asynchronous generator over another one",
      function* iterate() {
        yield* asyncio.asyncFor(relay(), function* () {});
      },
      ["async waits", "async generator ticker", "async generator relay"],
    ],
  ];
  for (const [what, iterate, inside] of iterations) {
    it(`has its body and what that awaits, by ${what}`, () =>
      runManually(
        (function* () {
          const task = asyncio.createTask(iterate());
          yield* asyncio.sleep(0);
          assert.deepEqual(stackOf(task), [...inside, "async iterate"]);
          const names = task.getStack().map(({ name }) => name);
          assert.deepEqual(
            names,
            [...inside, "async iterate"].reverse().map((name) => name.replace(/^async (generator )?/, "")),
          );
          task.cancel();
        })(),
      ));
  }

  it("has of what the body has left behind nothing", () =>
    runManually(
      (function* () {
        const future = new asyncio.Future<void>();
        const stepwise = asyncio.asyncGenerator(function* stepwise() {
          for (const _ of (function* () {
            yield 1; // driven by for...of: nobody awaits it
          })());
          yield* (function* first(): Coro<void> {
            yield* future;
          })();
          yield* new asyncio.Future();
          yield 1;
        });
        const task = asyncio.createTask(
          (function* iterate() {
            yield* asyncio.asyncFor(stepwise(), function* () {});
          })(),
        );
        yield* asyncio.sleep(0);
        assert.deepEqual(stackOf(task), ["async first", "async generator stepwise", "async iterate"]);
        future.setResult();
        yield* asyncio.sleep(0);
        assert.deepEqual(stackOf(task), ["async generator stepwise", "async iterate"]);
        task.cancel();
      })(),
    ));

  it("has the tasks that await the one which iterates it", () =>
    runManually(
      (function* () {
        const iterating = asyncio.createTask(
          (function* iterate() {
            yield* asyncio.asyncFor(ticker(), function* () {});
          })(),
        );
        const awaiting = asyncio.createTask(
          (function* () {
            yield* iterating;
          })(),
        );
        yield* asyncio.sleep(0);
        assert.deepEqual(
          asyncio.captureCallGraph(iterating)!.awaitedBy.map(({ future }) => future),
          [awaiting],
        );
        iterating.cancel();
      })(),
    ));
});

describeFlavours("the call graph of the current task", (make) => {
  it("says of the body of an asynchronous generator what it is, and nothing of what steps it", () =>
    runManually(
      (function* () {
        const stacks: string[][] = [];
        const looks = asyncio.asyncGenerator(function* looks() {
          stacks.push(stackOf(null));
          yield 1;
          yield* asyncio.sleep(0);
          yield yield* make(function* inner(): Coro<void> {
            stacks.push(stackOf(null));
          })();
        });
        yield* asyncio.createTask(
          make(function* iterate(): Coro<void> {
            yield* asyncio.asyncFor(looks(), function* () {});
          })(),
        );
        yield* asyncio.createTask(
          make(function* sends(): Coro<void> {
            yield* looks().asend(null);
          })(),
        );
        const userFrames = stacks.map((stack) => stack.filter((frame) => frame !== "stackOf"));
        assert.deepEqual(userFrames, [
          ["async generator looks", "async iterate"],
          ["async inner", "async generator looks", "async iterate"],
          ["async generator looks", "async sends"],
        ]);
      })(),
    ));

  it("has the coroutines that wait for what runs, also after it was suspended", () =>
    runManually(
      (function* () {
        const inner = make(function* inner(): Coro<string[]> {
          yield* asyncio.sleep(0);
          const now = make(function* now(): Coro<string[]> {
            return stackOf(null);
          });
          return yield* now();
        });
        const middle = make(function* middle(): Coro<string[]> {
          return yield* inner();
        });
        const stack = yield* asyncio.createTask(
          make(function* outer(): Coro<string[]> {
            return yield* middle();
          })(),
        );
        assert.deepEqual(
          stack.filter((frame) => frame !== "stackOf"),
          ["async now", "async inner", "async middle", "async outer"],
        );
      })(),
    ));
});
