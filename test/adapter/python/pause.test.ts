import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DebugProgram, markedLine } from "../../support/debug-program.js";
import { keep } from "../../support/kept.js";
import { debuggables } from "../../support/python.js";

describe("pausing a Python program whose loop is idle", () => {
  // debugpy stops at lines of the user's, to which such a program never comes: nothing happened.
  for (const { name, launch } of debuggables()) {
    it(`stops it each time, with its tasks as they wait, on ${name}`, async () => {
      const program = keep(await DebugProgram.launch("python/never_wakes.py", { launch }));
      const { client, file } = program;
      await program.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
      for (let time = 0; time < 3; time++) {
        await client.request("pause", { threadId: 1 });
        const stop = await program.stopped();
        assert.deepEqual([stop.reason, stop.threadId], ["pause", 1]);
        assert.deepEqual(
          stop.frames.map(({ name }) => name),
          ["<module>"],
        );
        const consumer = await program.findTask("consumer");
        const { stackFrames } = await client.request("stackTrace", { threadId: consumer!.threadId! });
        assert.deepEqual([stackFrames[0]?.name, stackFrames[0]?.line], ["consume", markedLine(file, "get")]);
        assert.deepEqual((await client.request("asyncioDiagnose")).findings, []);
        await client.request("continue", { threadId: 1 });
      }
      assert.equal(client.output("console"), "");
    });
  }
});
