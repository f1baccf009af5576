import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine } from "../support/debug-program.js";

let program: DebugProgram | undefined;
afterEach(async () => {
  await program?.close();
  program = undefined;
});

/** Every line and column that the adapter gives about one task, in one order. */
async function positions(initialize: Record<string, unknown>): Promise<readonly [number, number][]> {
  program = await DebugProgram.launch("stacks.ts", { breakpoints: ["load"], initialize });
  const { client } = program;
  const found: [number, number][] = [];
  const note = ({ line, column }: { line?: number; column?: number }): void => {
    found.push([line!, column!]);
  };
  const { breakpoint } = await client.next("breakpoint", (body) => body.breakpoint.verified);
  note(breakpoint);
  const { threadId } = await client.next("stopped");
  const { stackFrames } = await client.request("stackTrace", { threadId });
  for (const frame of stackFrames) if (frame.source !== undefined) note(frame);
  const task = (await program.tasks()).byName.get("item")!;
  note(task.createdAt!);
  const { stack, createdStack } = await client.request("asyncioInspect", { taskId: task.id });
  for (const frame of [...stack, ...(createdStack ?? [])]) note(frame);
  await program.close();
  return found;
}

describe("lines and columns", () => {
  it("are counted as the client counts, in the project's own requests too", async () => {
    const from1 = await positions({});
    const from0 = await positions({ linesStartAt1: false, columnsStartAt1: false });
    assert.equal(from1[0]?.[0], markedLine(program!.file, "load"));
    assert.ok(from1.length > 8);
    assert.deepEqual(
      from0,
      from1.map(([line, column]) => [line - 1, column - 1]),
    );
  });
});
