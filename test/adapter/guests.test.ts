import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";
import { keep } from "../support/kept.js";

async function ownerAndGuest(program: string) {
  const owner = keep(await DebugProgram.launch(program));
  const { systemProcessId } = await owner.client.next("process");
  const guest = keep(await DebugProgram.attach(owner.file, { processId: systemProcessId }));
  return { owner, guest };
}

describe("a guest of a program that another debugger has launched", () => {
  it("stops at its own breakpoints and steps, and its owner lets it: it used to resume what it had not asked for", async () => {
    const { owner, guest } = await ownerAndGuest("locals.ts");
    await guest.setBreakpoints(["looping"]);
    const stop = await guest.stopped();
    assert.deepEqual([stop.reason, stop.marker], ["breakpoint", "looping"]);
    assert.equal((await owner.client.next("stopped")).reason, "pause", "the owner sees the program held");
    await guest.setBreakpoints([]);
    const stepped = await guest.go("next", stop.threadId);
    assert.equal(stepped.reason, "step");
    const again = await guest.go("stepIn", stop.threadId);
    assert.equal(again.reason, "step");
    await guest.client.request("continue", { threadId: stop.threadId });
    await owner.task("looping", ({ state }) => state === "pending");
  });
});
