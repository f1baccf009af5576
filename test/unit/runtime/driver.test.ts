import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Driven, HostDriver } from "../../../src/runtime/driver.js";
import { ManualHost } from "../../support/manual-host.js";

const RUNTIME = new URL("../../../src/runtime/index.ts", import.meta.url).href;

function driven(overrides: Partial<Driven>): Driven {
  return {
    hasReady: () => false,
    nextTimer: () => undefined,
    runOnce: () => {},
    sliceStarted: () => {},
    sliceEnded: () => {},
    ...overrides,
  };
}

describe("the host driver", () => {
  it("ends the run with the error of a turn that throws, instead of hanging", () => {
    const host = new ManualHost();
    const error = new Error("mistake");
    const seen: unknown[] = [];
    const driver = new HostDriver(
      host,
      driven({
        runOnce: () => {
          throw error;
        },
        sliceEnded: () => seen.push("slice ended"),
      }),
    );
    driver.start((failure: unknown) => {
      seen.push(failure);
    });
    host.settle();
    assert.deepEqual(seen, ["slice ended", error]);
    assert.equal(driver.running, false);
    assert.equal(host.alive, 0);
  });

  it("leaves an earlier host timer alone, and replaces a later one", () => {
    const host = new ManualHost();
    let when: number | undefined = 5;
    const turns: number[] = [];
    const driver = new HostDriver(
      host,
      driven({ nextTimer: () => when, runOnce: () => turns.push(host.nowMs) }),
    );
    driver.start(() => {});
    host.settle();
    when = 9;
    driver.arm();
    assert.equal(host.timers, 1);
    host.advance(5);
    assert.deepEqual(turns, [0, 5000], "it woke up for the timer that is gone, and set the next one");
    when = 6;
    driver.arm();
    assert.equal(host.timers, 1);
    when = undefined;
    host.advance(10);
    assert.deepEqual(turns, [0, 5000, 6000]);
  });

  it("does nothing in a host callback that comes after it was stopped", () => {
    const host = new ManualHost();
    let turns = 0;
    const driver = new HostDriver(host, driven({ runOnce: () => turns++ }));
    driver.start(() => {});
    driver.stop();
    host.step();
    driver.wake();
    host.settle();
    assert.equal(turns, 1);
  });
});

describe("a program that is interrupted", function () {
  this.timeout(30_000);

  /** Runs a program, interrupts it when it says "ready", and gives its output and exit code. */
  async function interrupt(
    program: string,
  ): Promise<{ output: string; code: number | null; signal: string | null }> {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program]);
    const exited = once(child, "exit");
    let output = "";
    for await (const chunk of child.stdout) {
      output += chunk;
      if (String(chunk).includes("ready")) child.kill("SIGINT");
    }
    const [code, signal] = await exited;
    return { output, code, signal };
  }

  it("cancels its main task, lets it clean up, and rejects with KeyboardInterrupt", async () => {
    const { output, code } = await interrupt(`
      import * as asyncio from ${JSON.stringify(RUNTIME)};
      function* main() {
        try {
          console.log("ready");
          yield* asyncio.sleep(60);
        } finally {
          yield* asyncio.sleep(0.01);
          console.log("cleaned up");
        }
      }
      await asyncio.run(main()).catch((error) => console.log(error.name));
    `);
    assert.equal(output, "ready\ncleaned up\nKeyboardInterrupt\n");
    assert.equal(code, 130);
  });

  it("ends at the second interrupt when it does not heed the first", async () => {
    const { output, signal } = await interrupt(`
      import * as asyncio from ${JSON.stringify(RUNTIME)};
      function* main() {
        console.log("ready");
        for (;;) {
          try {
            yield* asyncio.sleep(60);
          } catch {
            console.log("ready again");
          }
        }
      }
      await asyncio.run(main());
    `);
    assert.equal(output, "ready\nready again\n");
    assert.equal(signal, "SIGINT");
  });

  it("keeps its own handler", async () => {
    const { output, code } = await interrupt(`
      import * as asyncio from ${JSON.stringify(RUNTIME)};
      function* main() {
        const interrupted = new asyncio.Future();
        process.on("SIGINT", () => interrupted.setResult("handled"));
        console.log("ready");
        console.log(yield* interrupted);
      }
      process.on("SIGINT", () => {});
      await asyncio.run(main());
      process.exit(3);
    `);
    assert.equal(output, "ready\nhandled\n");
    assert.equal(code, 3);
  });
});
