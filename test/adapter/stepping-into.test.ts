import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

describe("stepping into a line that starts coroutines in other ways than awaiting them", () => {
  for (const [marker, what, end, isOtherTask] of [
    ["gather", "gather", "work", true],
    ["create", "createTask", "work", true],
    ["wait-for", "waitFor", "work", false],
    ["timeout", "asyncWith(timeout())", "timeout-body", false],
    ["group", "asyncWith(TaskGroup)", "group-create", false],
    ["group-create", "a group's createTask", "work", true],
  ] as const) {
    it(`${what}: ends at the first line of the coroutine`, async () => {
      program = await DebugProgram.launch("into.ts", { breakpoints: [marker] });
      const begin = await program.stopped();
      const stop = await program.go("stepIn", begin.threadId);
      assert.deepEqual([stop.reason, stop.marker], ["step", end]);
      assert.equal(stop.threadId !== begin.threadId, isOtherTask);
    });
  }

  it("and over it goes on in the same task", async () => {
    program = await DebugProgram.launch("into.ts", { breakpoints: ["create"] });
    const begin = await program.stopped();
    assert.equal((await program.go("next", begin.threadId)).marker, "await-task");
  });

  it("out of a created task ends where it is awaited", async () => {
    program = await DebugProgram.launch("into.ts", { breakpoints: ["create"] });
    const begin = await program.stopped();
    const inside = await program.go("stepIn", begin.threadId);
    const end = await program.go("stepOut", inside.threadId);
    assert.deepEqual([end.marker, end.threadId], ["wait-for", begin.threadId]);
  });
});

describe("restarting a frame", () => {
  it("begins a plain function anew", async () => {
    program = await DebugProgram.launch("into.ts", { breakpoints: ["twice-return"] });
    const { frames } = await program.stopped();
    assert.equal(frames[0]!.canRestart, true);
    await program.client.request("restartFrame", { frameId: frames[0]!.id });
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker], ["restart", "twice"]);
    assert.equal((await program.go("next", stop.threadId)).marker, "twice-return");
  });

  it("is refused for a coroutine", async () => {
    program = await DebugProgram.launch("into.ts", { breakpoints: ["work"] });
    const { frames } = await program.stopped();
    assert.equal(frames[0]!.canRestart, false);
    const refusal = await program.client.refused("restartFrame", { frameId: frames[0]!.id });
    assert.match(refusal.message, /not coroutines/);
  });
});
