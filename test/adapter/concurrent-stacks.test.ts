import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  program = undefined;
});

describe("a stack that is asked for while it is being read", () => {
  it("is the same for everyone, and its frames stay valid", async () => {
    program = await DebugProgram.launch("steps.ts", { breakpoints: ["quick"] });
    const { client } = program;
    const { threadId: stopped } = await program.stopped();
    const others = (await program.tasks()).tasks.filter((task) => task.threadId !== stopped);
    const threadId = others.find((task) => task.threadId !== undefined)?.threadId;
    assert.ok(threadId !== undefined);
    const stacks = await Promise.all(
      Array.from({ length: 5 }, () => client.request("stackTrace", { threadId })),
    );
    const places = stacks.map(({ stackFrames }) => stackFrames.map(({ name, line }) => `${name}:${line}`));
    for (const place of places) assert.deepEqual(place, places[0]);
    for (const stack of stacks) {
      for (const { id: frameId, source } of stack.stackFrames) {
        if (source !== undefined) await client.request("scopes", { frameId });
      }
    }
  });
});
