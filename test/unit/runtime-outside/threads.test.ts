import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { setLogger } from "../../../src/runtime/log.js";

const outside = 5;

/** What `f` gives in a thread. */
function inThread<A extends unknown[], R>(f: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
  return asyncio.run(asyncio.toThread(f, ...args));
}

describe("a function in another thread", () => {
  it("may be of any form: an arrow, a method, asynchronous, with named functions inside", async () => {
    const methods = {
      double(n: number) {
        return n * 2;
      },
      async "later on"(n: number) {
        return n + 1;
      },
    };
    const factorialOf = (n: number): number => {
      const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
      return factorial(n);
    };
    await asyncio.run(
      (function* main() {
        assert.equal(yield* asyncio.toThread((text: string) => text.length, "four"), 4);
        assert.equal(yield* asyncio.toThread(methods.double, 4), 8);
        assert.equal(yield* asyncio.toThread(methods["later on"], 4), 5);
        assert.equal(yield* asyncio.toThread(factorialOf, 5), 120);
      })(),
    );
  });

  it("imports what it needs by itself", async () => {
    const zipped = await inThread(async (text: string) => {
      const { gzipSync, gunzipSync } = await import("node:zlib");
      return gunzipSync(gzipSync(text)).toString();
    }, "text");
    assert.equal(zipped, "text");
  });

  it("gets copies: of Maps, dates, bytes; shared memory is shared", async () => {
    const map = new Map([["key", new Date(0)]]);
    const bytes = new Uint8Array([1, 2, 3]);
    const memory = new Int32Array(new SharedArrayBuffer(4));
    const [copy, sum] = await inThread(
      (map: Map<string, Date>, bytes: Uint8Array, memory: Int32Array) => {
        memory[0] = 7;
        bytes[0] = 100;
        return [map, bytes.reduce((a, b) => a + b)] as const;
      },
      map,
      bytes,
      memory,
    );
    assert.deepEqual(copy, map);
    assert.notEqual(copy, map);
    assert.equal(sum, 105);
    assert.equal(bytes[0], 1);
    assert.equal(memory[0], 7);
  });

  it("is refused when it closes over a variable, which the error names", async () => {
    await assert.rejects(
      inThread(function closing() {
        return outside + 1;
      }),
      (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, /^cannot run <function closing> in a thread: it refers to 'outside'/);
        assert.match(error.message, /pass 'outside' as an argument$/);
        assert.ok(error.cause instanceof ReferenceError);
        return true;
      },
    );
    let assigned = 0;
    const assigning = () => {
      assigned = 1;
    };
    await assert.rejects(inThread(assigning), /it refers to 'assigned'/);
    assert.equal(assigned, 0);
  });

  it("is refused when it is native, bound, a class, a generator function, or does not stand alone", async () => {
    class Base {
      method() {
        return 1;
      }
    }
    class Derived extends Base {
      override method() {
        return super.method();
      }
      #hidden = 1;
      peek(other: Derived) {
        return other.#hidden;
      }
    }
    const refused: [(...args: never[]) => unknown, RegExp][] = [
      [Math.max, /a native or bound function/],
      [((n: number) => n).bind(null), /a native or bound function/],
      [Base as never, /it is a class/],
      [function* () {}, /coroutines cannot be used with run_in_executor\(\)/],
      [new Derived().peek, /its source does not compile there/],
    ];
    for (const [f, message] of refused) {
      await assert.rejects(inThread(f), (error) => error instanceof TypeError && message.test(error.message));
    }
  });

  it("cannot be given, or give, what cannot be copied", async () => {
    await assert.rejects(
      inThread(
        function taking(_f: () => void) {},
        () => {},
      ),
      /^TypeError: the arguments of <function taking> cannot be copied between threads: .* could not be cloned/,
    );
    await assert.rejects(
      inThread(function giving() {
        return () => {};
      }),
      /^TypeError: the result of <function giving> cannot be copied between threads: .* could not be cloned/,
    );
  });

  it("raises with the class, the properties, the cause and the stack that its error has there", async () => {
    await assert.rejects(
      inThread(function failing() {
        const cause = new SyntaxError("inner");
        class OwnError extends RangeError {}
        throw Object.assign(new OwnError("outer", { cause }), { name: "OwnError", code: "E_OWN", count: 3 });
      }),
      (error) => {
        assert.ok(error instanceof RangeError);
        const { name, message, code, count } = error as RangeError & { code?: string; count?: number };
        assert.deepEqual([name, message, code, count], ["OwnError", "outer", "E_OWN", 3]);
        assert.ok(error.cause instanceof SyntaxError);
        assert.match(error.stack ?? "", /thread:failing/);
        return true;
      },
    );
    await assert.rejects(
      inThread(() => {
        throw new AggregateError([new TypeError("one"), "two"], "several");
      }),
      (error) =>
        error instanceof AggregateError && error.errors[0] instanceof TypeError && error.errors[1] === "two",
    );
    await assert.rejects(
      inThread(() => {
        throw 5;
      }),
      (thrown) => thrown === 5,
    );
    await assert.rejects(
      inThread(() => {
        throw undefined;
      }),
      /RuntimeError: function raised undefined/,
    );
  });

  it("is shown as what a task waits for", () =>
    asyncio.run(
      (function* main() {
        const task = asyncio.createTask(asyncio.toThread(function shown() {}));
        yield* asyncio.sleep(0);
        const { waitKind, waitResource } = task._futWaiter ?? {};
        assert.equal(waitKind, "thread");
        assert.equal((waitResource as asyncio.Submission<unknown>).label, "shown");
        yield* task;
      })(),
    ));
});

describe("a thread", () => {
  it("that ends by itself fails what it runs, and another takes its place", async () => {
    const leave = () => process.exit(3);
    const crash = () => {
      setTimeout(() => {
        throw new RangeError("late");
      });
      return new Promise(() => {});
    };
    await asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const executor = new asyncio.ThreadPoolExecutor(1);
        const jobs = [leave, crash, () => 1].map((f) => loop.runInExecutor(executor, f as () => unknown));
        const results = yield* asyncio.gather(jobs, { returnExceptions: true });
        assert.deepEqual(results.map(String), [
          "RuntimeError: the thread that ran <function leave> has ended with exit code 3",
          "RangeError: late",
          "1",
        ]);
        yield* asyncio.fromPromise(executor.shutdown());
      })(),
    );
  });

  it("that fails while it runs nothing is reported, and replaced", async () => {
    const lines: string[] = [];
    const restore = setLogger({
      debug: () => {},
      info: () => {},
      warning: () => {},
      error: (message, exception) => lines.push(`${message}: ${exception}`),
    });
    const gone = new Int32Array(new SharedArrayBuffer(4));
    const leaveBehind = (gone: Int32Array) => {
      process.once("exit", () => {
        gone[0] = 1;
      });
      setTimeout(() => {
        throw new Error("left behind");
      });
    };
    try {
      await asyncio.run(
        (function* main() {
          yield* asyncio.toThread(leaveBehind, gone);
          while (lines.length === 0) yield* asyncio.sleep(0.001);
          assert.equal(yield* asyncio.toThread(() => 1), 1);
        })(),
      );
    } finally {
      restore();
    }
    assert.deepEqual(lines, ["Exception in a thread that runs nothing: Error: left behind"]);
  });
});

describe("a thread pool", () => {
  it("runs no more at once than it has threads, and copies the arguments of what waits at once", async () => {
    await using executor = new asyncio.ThreadPoolExecutor(2);
    const running = new Int32Array(new SharedArrayBuffer(8));
    const work = (running: Int32Array, label: { text: string }) => {
      const now = Atomics.add(running, 0, 1) + 1;
      while (true) {
        const most = Atomics.load(running, 1);
        if (now <= most || Atomics.compareExchange(running, 1, most, now) === most) break;
      }
      Atomics.wait(running, 0, -1, 5);
      Atomics.sub(running, 0, 1);
      return label.text;
    };
    const label = { text: "as it was" };
    const jobs = Array.from({ length: 6 }, () => executor.submit(work, running, label));
    label.text = "changed";
    assert.deepEqual(new Set(await Promise.all(jobs.map((job) => job.result))), new Set(["as it was"]));
    assert.ok((running[1] as number) <= 2);
  });

  it("takes back what waits when it is shut down so, and finishes what runs", async () => {
    const executor = new asyncio.ThreadPoolExecutor(1);
    const release = new Int32Array(new SharedArrayBuffer(4));
    const first = executor.submit((release: Int32Array) => Atomics.wait(release, 0, 0), release);
    const second = executor.submit(() => 2);
    const closed = executor.shutdown({ cancelFutures: true });
    await assert.rejects(second.result, asyncio.CancelledError);
    assert.equal(first.cancel(), false);
    Atomics.store(release, 0, 1);
    Atomics.notify(release, 0);
    await closed;
    assert.match(await first.result, /ok|not-equal/);
    assert.throws(
      () => executor.submit(() => 3),
      /^RuntimeError: cannot schedule new futures after shutdown$/,
    );
  });
});

describe("threadsafe()", () => {
  it("serves callers of its own thread, too", () =>
    asyncio.run(
      (function* main() {
        const seen: number[] = [];
        const note = asyncio.threadsafe((n: number) => seen.push(n));
        const twice = asyncio.threadsafe(function* (n: number): asyncio.Coroutine<number> {
          yield* asyncio.sleep(0);
          return 2 * n;
        });
        note(1);
        assert.deepEqual(seen, []);
        assert.equal(yield* asyncio.fromPromise(twice(4)), 8);
        assert.deepEqual(seen, [1]);
      })(),
    ));

  it("reports what a plain function raises to the loop's exception handler", async () => {
    const reported: string[] = [];
    await asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        loop.setExceptionHandler((_loop, { exception }) => reported.push(String(exception)));
        const failing = asyncio.threadsafe(() => {
          throw new Error("in the loop");
        });
        const coroutine = function* () {};
        const notAwaited = asyncio.threadsafe((() => coroutine()) as () => void);
        yield* asyncio.toThread(
          (...calls: (() => void)[]) => {
            for (const call of calls) call();
          },
          failing,
          notAwaited,
        );
        yield* asyncio.sleep(0);
      })(),
    );
    assert.equal(reported[0], "Error: in the loop");
    assert.match(reported[1] ?? "", /^TypeError: .* gave a coroutine, which nobody awaits$/);
  });

  it("lets a thread wait for a bounded time", () =>
    asyncio.run(
      (function* main() {
        const never = asyncio.threadsafe(function* (): asyncio.Coroutine<void> {
          yield* asyncio.sleep(60);
        });
        const name = yield* asyncio.toThread((never: () => asyncio.ThreadCall<void>) => {
          try {
            never().result(0.01);
            return "nothing";
          } catch (error) {
            return (error as Error).name;
          }
        }, never);
        assert.equal(name, "TimeoutError");
      })(),
    ));

  it("refuses a call that comes after the function has ended", () =>
    asyncio.run(
      (function* main() {
        const answer = asyncio.threadsafe(function* (): asyncio.Coroutine<string> {
          yield* asyncio.sleep(0);
          return "answer";
        });
        const executor = new asyncio.ThreadPoolExecutor(1);
        const loop = asyncio.getRunningLoop();
        const keep = (call: () => asyncio.ThreadCall<string>) => {
          Object.assign(globalThis, { call });
        };
        yield* loop.runInExecutor(executor, keep, answer);
        const late = loop.runInExecutor(executor, () =>
          (globalThis as unknown as { call: () => Promise<string> }).call(),
        );
        const [outcome] = yield* asyncio.gather([late], { returnExceptions: true });
        assert.match(String(outcome), /^RuntimeError: the function that was given it has ended/);
        yield* asyncio.fromPromise(executor.shutdown());
      })(),
    ));

  it("refuses what is no function", () => {
    assert.throws(() => asyncio.threadsafe(5 as never), /^TypeError: a function was expected, got 5$/);
  });
});
