import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { bundleRuntime } from "./bundled-runtime.js";
import { runProgram } from "./run-program.js";

const SIGNAL = "SIGUSR2";

/** Sends the signal to this process, and lets Node deliver it. */
function* raise(): asyncio.Coroutine<void> {
  const delivered = new asyncio.Event();
  const listener = () => delivered.set();
  process.once(SIGNAL, listener);
  process.kill(process.pid, SIGNAL);
  yield* delivered.wait();
}

describe("a signal handler", () => {
  it("runs in the context in which it was added", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const variable = new asyncio.ContextVar("variable", { default: "outside" });
        const seen: string[] = [];
        const token = variable.set("at adding");
        loop.addSignalHandler(SIGNAL, () => seen.push(variable.get()));
        variable.reset(token);
        yield* raise();
        yield* asyncio.sleep(0);
        assert.deepEqual(seen, ["at adding"]);
      })(),
    ));

  it("that raises is reported, and stays", () =>
    asyncio.run(
      (function* main() {
        const loop = asyncio.getRunningLoop();
        const reported: string[] = [];
        loop.setExceptionHandler((_loop, { exception }) => reported.push(String(exception)));
        loop.addSignalHandler(SIGNAL, () => {
          throw new Error("in the handler");
        });
        for (let count = 0; count < 2; count++) {
          yield* raise();
          yield* asyncio.sleep(0);
        }
        assert.deepEqual(reported, ["Error: in the handler", "Error: in the handler"]);
      })(),
    ));

  it("goes with its loop", () => {
    const before = process.listenerCount(SIGNAL);
    const loop = asyncio.newEventLoop();
    loop.addSignalHandler(SIGNAL, () => {});
    assert.equal(process.listenerCount(SIGNAL), before + 1);
    loop.close();
    assert.equal(process.listenerCount(SIGNAL), before);
  });

  it("takes numbers as well as names, for the same signal", () => {
    const loop = asyncio.newEventLoop();
    loop.addSignalHandler(15, () => {});
    assert.equal(loop.removeSignalHandler("SIGTERM"), true);
    loop.close();
  });

  it("for Ctrl-C leaves the program running, and once it is removed Ctrl-C cancels as before", async () => {
    const { output, code } = await runProgram(`
      function* main() {
        const loop = asyncio.getRunningLoop();
        const pressed = new asyncio.Event();
        loop.addSignalHandler("SIGINT", () => pressed.set());
        process.kill(process.pid, "SIGINT");
        yield* pressed.wait();
        console.log("handled");
        loop.removeSignalHandler("SIGINT");
        process.kill(process.pid, "SIGINT");
        try {
          yield* asyncio.sleep(60);
        } catch (error) {
          console.log(error.name);
          throw error;
        }
      }
      await asyncio.run(main()).catch((error) => console.log(error.name));
    `);
    assert.deepEqual(output, ["handled", "CancelledError", "KeyboardInterrupt"]);
    assert.equal(code, 130);
  });

  it("cannot be added in a worker thread", async () => {
    const runtime = await bundleRuntime("esm");
    const program = `
      import { Worker, isMainThread } from "node:worker_threads";
      if (isMainThread) new Worker(new URL(import.meta.url));
      else {
        try {
          asyncio.newEventLoop().addSignalHandler("SIGTERM", () => {});
        } catch (error) {
          console.log(String(error));
        }
      }
    `;
    const { output } = await runProgram(program, { runtime: runtime.url });
    runtime.dispose();
    assert.deepEqual(output, ["RuntimeError: signal only works in main thread of the main interpreter"]);
  });
});
