import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { collectGarbage } from "../../support/garbage.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

describe("exceptions that nobody retrieves", () => {
  function* failing(): Coro<never> {
    throw new asyncio.ValueError("unseen");
  }

  it("are reported when their task is collected", async () => {
    const testRun = manualLoop();
    const finished = testRun.loop.runForever();
    const lose = () => {
      testRun.loop.createTask(failing(), { name: "lost" });
    };
    lose();
    testRun.host.settle();
    await collectGarbage(() => testRun.unhandled.length > 0);
    testRun.loop.stop();
    await testRun.host.complete(finished);
    assert.equal(testRun.unhandled[0]?.message, "Task exception was never retrieved");
    assert.equal(String(testRun.unhandled[0]?.exception), "ValueError: unseen");
    assert.match(
      String(testRun.unhandled[0]?.future),
      /^<Task finished name='lost' .* exception=ValueError\('unseen'\)>$/,
    );
  });

  it("are reported, at the latest, when the loop is closed", async () => {
    const testRun = manualLoop();
    let future: asyncio.Future | undefined;
    await runManually(
      (function* () {
        future = new asyncio.Future();
        future.setException(new asyncio.ValueError("unseen"));
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.deepEqual(
      testRun.unhandled.map(({ message }) => message),
      ["Future exception was never retrieved"],
    );
    assert.equal(testRun.unhandled[0]?.future, future);
  });

  const retrievals: [string, (task: asyncio.Task<never>) => Coro<unknown>][] = [
    [
      "awaiting it",
      (task) => asyncio.gather([task], { returnExceptions: true })[Symbol.iterator]() as Coro<unknown>,
    ],
    [
      "asking for its exception",
      function* (task) {
        yield* asyncio.wait([task]);
        return task.exception();
      },
    ],
    [
      "native code that awaits it",
      function* (task) {
        const caught = new asyncio.Future<void>();
        task.then(null, () => caught.setResult(undefined));
        yield* caught;
      },
    ],
    [
      "asking it to cancel",
      function* (task) {
        yield* asyncio.wait([task]);
        task.cancel();
      },
    ],
  ];
  for (const [how, retrieve] of retrievals) {
    it(`are not reported after ${how}`, async () => {
      const testRun = manualLoop();
      await runManually(
        (function* () {
          const task = asyncio.createTask(failing());
          yield* (function* (): Coro<void> {
            yield* retrieve(task);
          })();
          yield* asyncio.sleep(1);
        })(),
        testRun,
      );
      assert.deepEqual(testRun.unhandled, []);
    });
  }
});

describe("closing a loop", () => {
  it("reports the tasks that were left pending", () => {
    const { loop, unhandled } = manualLoop();
    const task = loop.createTask(asyncio.sleep(1), { name: "left" });
    loop.close();
    assert.equal(unhandled[0]?.message, "Task was destroyed but it is pending!");
    assert.equal(unhandled[0]?.task, task);
  });
});
