import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";

describe("a task that is cancelled again before it hears of the first time", () => {
  it("gets the first message, also when it awaits a gather, which fails rather than being cancelled", async () => {
    const messages = await asyncio.run(
      (function* () {
        const heard: string[] = [];
        function* waits() {
          try {
            yield* asyncio.gather([asyncio.sleep(60)]);
          } catch (error) {
            if (error instanceof asyncio.CancelledError) heard.push(error.message);
          }
        }
        const task = asyncio.createTask(waits());
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        task.cancel("first");
        yield* asyncio.sleep(0); // the sleep is cancelled
        yield* asyncio.sleep(0); // and so is the gather: the task is about to be told
        task.cancel("second");
        yield* task;
        return heard;
      })(),
    );
    assert.deepEqual(messages, ["first"]);
  });
});

describe("a circle of tasks that await each other", () => {
  it("overflows the stack when one cancels itself, as in CPython, and leaves the loop in order", async () => {
    const reported = await asyncio
      .run(
        (function* () {
          const errors: unknown[] = [];
          asyncio.getRunningLoop().setExceptionHandler((_loop, context) => errors.push(context.exception));
          const tasks: asyncio.Task<void>[] = [];
          function* awaits(index: number, cancelsItself: boolean): asyncio.Coroutine<void> {
            if (cancelsItself) asyncio.currentTask()!.cancel();
            yield* tasks[index]!;
          }
          tasks.push(asyncio.createTask(awaits(1, false)), asyncio.createTask(awaits(0, true)));
          for (let turn = 0; turn < 5; turn++) yield* asyncio.sleep(0);
          return errors;
        })(),
      )
      .catch((error: unknown) => [error]); // cleaning up cancels the circle again
    assert.ok(reported.some((error) => error instanceof RangeError));
    assert.equal(await asyncio.run(asyncio.sleep(0, "another loop runs")), "another loop runs");
  });
});
