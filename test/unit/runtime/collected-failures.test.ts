import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";

/** Lets the garbage collector run, until a condition holds. */
function* collectUntil(condition: () => boolean) {
  while (!condition()) {
    globalThis.gc!();
    // Finalizers are the engine's own tasks: they run when it is Node's turn.
    yield* asyncio.fromPromise(new Promise<void>((resolve) => setImmediate(resolve)));
  }
}

describe("a failed task that nobody refers to", () => {
  it("is reported once it is collected, while the loop still runs", async () => {
    function* fails() {
      yield* asyncio.sleep(0);
      throw new Error("lost");
    }
    await asyncio.run(
      (function* () {
        const reported: asyncio.ExceptionContext[] = [];
        asyncio.getRunningLoop().setExceptionHandler((_loop, context) => reported.push(context));
        (() => void asyncio.createTask(fails(), { name: "lonely" }))();
        yield* collectUntil(() => reported.length > 0);
        assert.equal(reported[0]?.message, "Task exception was never retrieved");
        assert.match(String(reported[0]?.exception), /lost/);
      })(),
    );
  });
});
