import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";
import { keep } from "../support/kept.js";

describe("pausing an idle program", () => {
  // V8 forgot the request when it came while the adapter asked the agent something: one in some twenty-five, and the user
  // was told of a native call that cannot be interrupted.
  it("stops it each time, whatever the adapter asks the program meanwhile", async () => {
    const program = keep(await DebugProgram.launch("stacks.ts"));
    await program.task("item", ({ awaiting }) => awaiting?.kind === "event");
    const { client } = program;
    for (let time = 0; time < 60; time++) {
      await client.request("pause", { threadId: 1 });
      assert.equal((await client.next("stopped")).reason, "pause");
      await client.request("continue", { threadId: 1 });
    }
    assert.doesNotMatch(client.output("console"), /native call/);
  });
});
