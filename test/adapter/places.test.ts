import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine } from "../support/debug-program.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  program = undefined;
});

describe("the lines at which tasks wait", () => {
  it("are the user's innermost ones, in one answer for many tasks, while the program runs", async () => {
    program = await DebugProgram.launch("deadlock.ts");
    const { client, file } = program;
    await program.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const { tasks, byName } = await program.tasks();
    const { places } = await client.request("asyncioPlaces", {
      taskIds: [...tasks.map(({ id }) => id), 999_999],
    });
    const lines = new Map(places.map(({ taskId, site }) => [taskId, site]));
    const forward = lines.get(byName.get("forward")!.id);
    assert.equal(forward?.line, markedLine(file, "acquire-right"));
    assert.equal(forward?.source?.path, file);
    assert.equal(lines.get(byName.get("backward")!.id)?.line, markedLine(file, "acquire-left"));
    assert.ok(!lines.has(999_999), "a task that does not exist waits nowhere");
  });

  it("are refused for anything but a list of ids of bounded length", async () => {
    program = await DebugProgram.launch("deadlock.ts");
    const { client } = program;
    for (const taskIds of ["1", [1.5], Array.from({ length: 201 }, (_, index) => index)]) {
      await assert.rejects(client.request("asyncioPlaces", { taskIds } as never), /taskIds/);
    }
  });
});
