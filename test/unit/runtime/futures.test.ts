import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

describe("a future", () => {
  it("has a result after setResult, and refuses a second one", () => {
    const future = manualLoop().loop.createFuture<number>();
    assert.equal(future.done(), false);
    assert.throws(() => future.result(), { name: "InvalidStateError", message: "Result is not set." });
    assert.throws(() => future.exception(), { name: "InvalidStateError", message: "Exception is not set." });
    future.setResult(7);
    assert.equal(future.done(), true);
    assert.equal(future.result(), 7);
    assert.equal(future.exception(), null);
    assert.throws(() => future.setResult(8), {
      name: "InvalidStateError",
      message: "invalid state",
    });
    assert.equal(future.cancel(), false);
  });

  it("raises its exception, and makes one of an error class", () => {
    const { loop } = manualLoop();
    const error = new asyncio.ValueError("bad");
    const failed = loop.createFuture();
    failed.setException(error);
    assert.equal(failed.exception(), error);
    assert.throws(
      () => failed.result(),
      (caught) => caught === error,
    );
    const ofClass = loop.createFuture();
    ofClass.setException(asyncio.ValueError);
    assert.ok(ofClass.exception() instanceof asyncio.ValueError);
    assert.throws(() => loop.createFuture().setException(null), TypeError);
  });

  it("is cancelled with a message, once", () => {
    const future = manualLoop().loop.createFuture();
    assert.equal(future.cancel("enough"), true);
    assert.equal(future.cancel("again"), false);
    assert.equal(future.cancelled(), true);
    assert.throws(() => future.result(), { name: "CancelledError", message: "enough" });
    assert.throws(() => future.exception(), { name: "CancelledError", message: "enough" });
  });

  it("calls back by the loop, in order, also those added when it is done", async () => {
    const order: string[] = [];
    await runManually(
      (function* () {
        const future = new asyncio.Future<string>();
        future.addDoneCallback((f) => order.push(`1 ${f.result()}`));
        future.addDoneCallback((f) => order.push(`2 ${f.result()}`));
        future.setResult("x");
        future.addDoneCallback((f) => order.push(`3 ${f.result()}`));
        order.push("set");
        yield* asyncio.sleep(0);
      })(),
    );
    assert.deepEqual(order, ["set", "1 x", "2 x", "3 x"]);
  });

  it("takes every occurrence of a callback off, and says how many", async () => {
    let calls = 0;
    await runManually(
      (function* () {
        const future = new asyncio.Future();
        const count = () => calls++;
        const other = () => {
          calls += 100;
        };
        future.addDoneCallback(count);
        future.addDoneCallback(other);
        future.addDoneCallback(count);
        assert.equal(future.removeDoneCallback(count), 2);
        assert.equal(future.removeDoneCallback(count), 0);
        future.setResult(null);
        yield* asyncio.sleep(0);
      })(),
    );
    assert.equal(calls, 100);
  });

  it("runs each callback in the context in which it was added", async () => {
    const variable = new asyncio.ContextVar<string>("v", { default: "outside" });
    const seen: string[] = [];
    await runManually(
      (function* () {
        const future = new asyncio.Future();
        variable.set("when added");
        future.addDoneCallback(() => seen.push(variable.get()));
        const own = new asyncio.Context();
        future.addDoneCallback(() => seen.push(variable.get()), { context: own });
        variable.set("later");
        future.setResult(null);
        yield* asyncio.sleep(0);
      })(),
    );
    assert.deepEqual(seen, ["when added", "outside"]);
  });

  it("is awaited by native async code", async () => {
    const seen: unknown[] = [];
    await asyncio.run(
      (function* () {
        const good = new asyncio.Future<number>();
        const bad = new asyncio.Future<number>();
        const gone = new asyncio.Future<number>();
        const native = (async () => {
          seen.push(await good);
          for (const future of [bad, gone]) {
            try {
              await future;
            } catch (error) {
              seen.push(String(error));
            }
          }
        })();
        good.setResult(1);
        bad.setException(new asyncio.ValueError("no"));
        gone.cancel("bye");
        yield* asyncio.fromPromise(native);
      })(),
    );
    assert.deepEqual(seen, [1, "ValueError: no", "CancelledError: bye"]);
  });

  it("that is done can be awaited natively after its loop was closed", async () => {
    const { loop } = manualLoop();
    const future = loop.createFuture<number>();
    future.setResult(4);
    loop.close();
    assert.equal(await future, 4);
  });

  it("describes itself as in CPython", () => {
    const { loop } = manualLoop();
    const future = loop.createFuture<string>();
    assert.equal(String(future), "<Future pending>");
    function onDone(): void {}
    future.addDoneCallback(onDone);
    assert.equal(String(future), "<Future pending cb=[onDone()]>");
    future.addDoneCallback(onDone);
    assert.equal(String(future), "<Future pending cb=[onDone(), onDone()]>");
    future.addDoneCallback(onDone);
    assert.equal(String(future), "<Future pending cb=[onDone(), <1 more>, onDone()]>");
    future.setResult("it's");
    assert.equal(String(future), "<Future finished result='it\\'s'>");
    const failed = loop.createFuture();
    failed.setException(new asyncio.ValueError("no"));
    assert.equal(String(failed), "<Future finished exception=ValueError('no')>");
    failed.exception();
    const cancelled = loop.createFuture();
    cancelled.cancel();
    assert.equal(String(cancelled), "<Future cancelled>");
    const own = loop.createFuture<unknown>();
    own.setResult([own]);
    assert.equal(String(own), "<Future finished result=[...]>");
  });

  it("is told apart from what only looks like one", () => {
    assert.equal(asyncio.isFuture(manualLoop().loop.createFuture()), true);
    assert.equal(asyncio.isFuture(Promise.resolve()), false);
    assert.equal(asyncio.isCoroutine(manualLoop().loop.createFuture()), false);
  });
});

describeFlavours("awaiting a future", (make) => {
  it("gives its result, its exception or its cancellation", async () => {
    const awaiting = make(function* awaiting(future: asyncio.Future<number>): asyncio.Coroutine<string> {
      try {
        return `result ${yield* future}`;
      } catch (error) {
        return String(error);
      }
    });
    const results = await runManually(
      (function* () {
        const futures = [1, 2, 3].map(() => new asyncio.Future<number>());
        const tasks = futures.map((future) => asyncio.createTask(awaiting(future)));
        yield* asyncio.sleep(0);
        futures[0]?.setResult(5);
        futures[1]?.setException(new asyncio.ValueError("bad"));
        futures[2]?.cancel("gone");
        return yield* asyncio.gather(tasks);
      })(),
    );
    assert.deepEqual(results, ["result 5", "ValueError: bad", "CancelledError: gone"]);
  });

  it("does not suspend when it is done", async () => {
    const order: string[] = [];
    const main = make(function* main(): asyncio.Coroutine<void> {
      const future = new asyncio.Future<string>();
      future.setResult("at once");
      asyncio.getRunningLoop().callSoon(() => order.push("next turn"));
      order.push(yield* future);
    });
    await runManually(main());
    assert.deepEqual(order, ["at once", "next turn"]);
  });
});
