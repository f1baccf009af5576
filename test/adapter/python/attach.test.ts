import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DapClient, REPOSITORY } from "../../support/dap-client.js";
import { DebugProgram, programPath } from "../../support/debug-program.js";
import { exitOf } from "../../support/process-exit.js";

const PROGRAM = programPath("python/never_wakes.py");

describe("attaching to a Python program by its process id", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("shows the tasks of one that was started with the agent, and leaves it as it was", async () => {
    const env = {
      ...process.env,
      LOOPSCOPE_SESSIONS: path.join(folder, "sessions"),
      PYTHONPATH: path.join(REPOSITORY, "python/boot"),
      LOOPSCOPE_PYTHON_ARM: "1",
    };
    const child = spawn("/usr/bin/python3", [PROGRAM], { env, stdio: "ignore" });
    const waiting = new DapClient({ env });
    try {
      await waiting.request("initialize", { adapterID: "asyncio" });
      // Until it has imported asyncio, it is a Python program like any other.
      await waiting.poll(
        "its agent",
        () =>
          waiting.request("attach", { processId: child.pid }).then(
            () => true,
            () => false,
          ),
        (attached) => attached,
      );
      await waiting.close();
      const program = await DebugProgram.attach(PROGRAM, { processId: child.pid }, { env });
      const consumer = await program.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
      assert.equal(consumer.awaiting?.label, "jobs");
      await program.client.request("disconnect", {});
      await program.close();
      assert.equal(child.exitCode ?? child.signalCode, null, "it goes on");
    } finally {
      await waiting.close();
      child.kill("SIGKILL");
      await exitOf(child);
    }
  });
});
