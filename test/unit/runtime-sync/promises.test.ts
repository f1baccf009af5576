import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop } from "../../support/loop-on-manual-host.js";

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describeFlavours("fromPromise", (make) => {
  it("gives what the promise gives, and wakes a loop that has nothing else to do", async () => {
    const later = deferred<string>();
    const finished = asyncio.run(
      make(function* main(): asyncio.Coroutine<string> {
        setImmediate(() => later.resolve("value"));
        return yield* asyncio.fromPromise(later.promise);
      })(),
    );
    assert.equal(await finished, "value");
  });

  it("raises what the promise rejects with, also when that is no error, or nothing", async () => {
    const error = new Error("rejected");
    const wait = make(function* wait(reason: unknown): asyncio.Coroutine<void> {
      yield* asyncio.fromPromise(Promise.reject(reason));
    });
    await assert.rejects(asyncio.run(wait(error)), (raised) => raised === error);
    await assert.rejects(asyncio.run(wait("text")), (raised) => raised === "text");
    await assert.rejects(asyncio.run(wait(undefined)), {
      name: "RuntimeError",
      message: "promise rejected with undefined",
    });
  });

  it("is shown as waiting for the promise", () =>
    asyncio.run(
      make(function* main(): asyncio.Coroutine<void> {
        const { promise } = deferred<void>();
        const task = asyncio.createTask(asyncio.fromPromise(promise));
        yield* asyncio.sleep(0);
        assert.equal(task._futWaiter?.waitKind, "promise");
        assert.equal(task._futWaiter?.waitResource, promise);
        task.cancel();
      })(),
    ));

  it("aborts what it has started when the task is cancelled, and only then", () =>
    asyncio.run(
      make(function* main(): asyncio.Coroutine<void> {
        const signals: AbortSignal[] = [];
        const start = (signal: AbortSignal) => {
          signals.push(signal);
          return deferred<string>().promise;
        };
        const task = asyncio.createTask(asyncio.fromPromise(start));
        yield* asyncio.sleep(0);
        assert.equal(signals[0]?.aborted, false);
        task.cancel("enough");
        yield* asyncio.wait([task]);
        assert.equal(signals[0]?.aborted, true);
        assert.ok(signals[0]?.reason instanceof asyncio.CancelledError);
        assert.equal(signals[0]?.reason.message, "enough");
        const value = yield* asyncio.fromPromise((signal) => {
          signals.push(signal);
          return Promise.resolve("value");
        });
        assert.equal(value, "value");
        assert.equal(signals[1]?.aborted, false);
      })(),
    ));

  it("passes a cancellation on that comes from a task which native code awaits", async () => {
    const outcome = await asyncio.run(
      make(function* main(): asyncio.Coroutine<string> {
        const task = asyncio.createTask(asyncio.sleep(10));
        const native = async () => await task;
        const waiting = asyncio.createTask(asyncio.fromPromise(native()));
        yield* asyncio.sleep(0);
        task.cancel("from below");
        try {
          yield* waiting;
        } catch (error) {
          return `${error} ${waiting.cancelled()}`;
        }
        return "no error";
      })(),
    );
    assert.equal(outcome, "CancelledError: from below true");
  });
});

describe("wrapPromise", () => {
  it("drops what comes after the future was cancelled, or its loop closed", async () => {
    const { loop, unhandled } = manualLoop();
    const [late, later] = [deferred<number>(), deferred<number>()];
    const cancelled = asyncio.wrapPromise(late.promise, { loop });
    const orphan = asyncio.wrapPromise(later.promise, { loop });
    cancelled.cancel();
    late.reject(new Error("nobody wants to know"));
    await late.promise.catch(() => {});
    loop.close();
    later.resolve(1);
    await later.promise;
    assert.equal(cancelled.cancelled(), true);
    assert.equal(orphan.done(), false);
    assert.deepEqual(unhandled, []);
  });

  it("needs a loop", () => {
    assert.throws(() => asyncio.wrapPromise(Promise.resolve()), { message: "no running event loop" });
  });
});

describe("toPromise", () => {
  it("settles native code with the outcome of a future or a coroutine", async () => {
    const { loop, host } = manualLoop();
    const work = function* (fail: boolean): asyncio.Coroutine<string> {
      yield* asyncio.sleep(1);
      if (fail) throw new Error("failed");
      return "value";
    };
    const running = loop.runForever();
    assert.equal(await host.complete(asyncio.toPromise(work(false), { loop })), "value");
    await assert.rejects(host.complete(asyncio.toPromise(work(true), { loop })), /failed/);
    const future = loop.createFuture<number>();
    const promise = asyncio.toPromise(future);
    future.setResult(7);
    assert.equal(await host.complete(promise), 7);
    loop.stop();
    await host.complete(running);
    loop.close();
  });

  it("cancels the task when its signal is aborted", async () => {
    const { loop, host } = manualLoop();
    const running = loop.runForever();
    const controller = new AbortController();
    const promise = asyncio.toPromise(asyncio.sleep(10), { loop, signal: controller.signal });
    host.settle();
    controller.abort(new Error("user left"));
    await assert.rejects(host.complete(promise), { name: "CancelledError", message: "user left" });
    loop.stop();
    await host.complete(running);
    loop.close();
  });
});

describe("AbortSignal and cancellation", () => {
  it("cancels at once when the signal is aborted already", () => {
    const { loop } = manualLoop();
    const future = loop.createFuture();
    asyncio.cancelOnAbort(future, AbortSignal.abort("too late"));
    assert.equal(future.cancelled(), true);
    assert.throws(() => future.result(), { name: "CancelledError", message: "too late" });
  });

  it("is severed by hand, twice if one likes", () => {
    const { loop } = manualLoop();
    const future = loop.createFuture();
    const controller = new AbortController();
    const sever = asyncio.cancelOnAbort(future, controller.signal);
    sever();
    sever();
    controller.abort();
    assert.equal(future.cancelled(), false);
  });

  it("aborts a task's signal once the task was cancelled, not when it ends otherwise", () =>
    asyncio.run(
      (function* () {
        const cancelled = asyncio.createTask(asyncio.sleep(10)) as asyncio.Task<unknown>;
        const finished = asyncio.createTask(asyncio.sleep(0)) as asyncio.Task<unknown>;
        const signals = [asyncio.abortSignal(cancelled), asyncio.abortSignal(finished)];
        cancelled.cancel("bye");
        yield* asyncio.wait([cancelled, finished]);
        yield* asyncio.sleep(0);
        assert.deepEqual(
          signals.map((signal) => signal.aborted),
          [true, false],
        );
        assert.equal(signals[0]?.reason.message, "bye");
      })(),
    ));
});
