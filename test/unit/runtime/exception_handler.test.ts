import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";

describe("the exception handler", () => {
  it("is called with the loop and the context, in the context of the failed task", async () => {
    const testRun = manualLoop();
    const variable = new asyncio.ContextVar<string>("v", { default: "none" });
    const seen: unknown[] = [];
    testRun.loop.setExceptionHandler((loop, context) => seen.push(loop, context.message, variable.get()));
    assert.equal(typeof testRun.loop.getExceptionHandler(), "function");
    await runManually(
      (function* () {
        variable.set("mine");
        asyncio.getRunningLoop().callSoon(function fails() {
          throw new Error("x");
        });
        yield* asyncio.sleep(0);
      })(),
      testRun,
    );
    assert.deepEqual(seen, [testRun.loop, "Exception in callback fails()", "mine"]);
  });

  it("that throws is reported itself, by the default one", () => {
    const logged: [string, unknown][] = [];
    const restore = asyncio.setLogger({
      debug: () => {},
      info: () => {},
      warning: () => {},
      error: (message, exception) => logged.push([message, exception]),
    });
    const { loop } = manualLoop();
    const error = new Error("in the handler");
    loop.setExceptionHandler(() => {
      throw error;
    });
    loop.callExceptionHandler({ message: "first" });
    loop.setExceptionHandler(null);
    loop.callExceptionHandler({ message: "" });
    restore();
    assert.match(logged[0]?.[0] ?? "", /^Unhandled error in exception handler\n/);
    assert.equal(logged[0]?.[1], error);
    assert.equal(logged[1]?.[0], "Unhandled exception in event loop");
    assert.throws(() => loop.setExceptionHandler(5 as never), {
      message: "A callable object or None is expected, got 5",
    });
  });
});
