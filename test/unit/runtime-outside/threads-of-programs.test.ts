/** Threads of the runtime as it ships, in programs of their own: what keeps them alive, and what ends them. */
import assert from "node:assert/strict";
import { type BundledRuntime, bundleRuntime } from "./bundled-runtime.js";
import { runProgram } from "./run-program.js";

for (const format of ["esm", "cjs"] as const) {
  describe(`threads of a program that loads the ${format} bundle`, () => {
    let runtime: BundledRuntime;
    before(async () => {
      runtime = await bundleRuntime(format);
    });
    after(() => runtime.dispose());
    const runWith = (text: string, flags: readonly string[] = []) =>
      runProgram(text, { runtime: runtime.url, flags });

    it("run, and end with it; what they print is not lost", async () => {
      const { output, errors, code } = await runWith(`
        const print = (count) => {
          for (let i = 0; i < count; i++) console.log("line " + i);
          return "printed";
        };
        console.log(await asyncio.run(asyncio.toThread(print, 5000)));
      `);
      assert.equal(errors, "");
      assert.equal(code, 0);
      assert.equal(output.length, 5001);
      assert.ok(output.includes("printed") && output.includes("line 4999"));
    });

    it("need not be shut down: idle ones do not keep it alive, busy ones do", async () => {
      const { output, code } = await runWith(`
        const executor = new asyncio.ThreadPoolExecutor(2);
        console.log(await executor.submit(() => 1).result);
        executor.submit(async () => {
          await new Promise((resolve) => setTimeout(resolve, 30));
          console.log("busy");
        });
      `);
      assert.deepEqual(output, ["1", "busy"]);
      assert.equal(code, 0);
    });
  });
}

describe("shutting down the default executor", () => {
  it("warns after its timeout, and ends threads that do not end by themselves", async () => {
    const { output, errors, code } = await runProgram(`
      function* main() {
        const loop = asyncio.getRunningLoop();
        const future = loop.runInExecutor(null, function hanging() { for (;;) {} });
        yield* loop.shutdownDefaultExecutor(0.05);
        try {
          yield* future;
        } catch (error) {
          console.log(String(error));
        }
      }
      await asyncio.run(main());
    `);
    assert.match(
      errors,
      /RuntimeWarning: The executor did not finishing joining its threads within 0.05 seconds\./,
    );
    // It used to say exit code 0 or 1, whether the thread had begun or not.
    assert.deepEqual(output, ["RuntimeError: the thread that ran <function hanging> was terminated"]);
    assert.equal(code, 0);
  });
});
