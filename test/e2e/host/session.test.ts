import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { until } from "../workbench/until.js";
import { ended, launch, request, start, stopAll, stopped, workspaceFile } from "./sessions.js";

/** The line of a program, from 1, that contains `text`. */
function lineOf(program: string, text: string): number {
  const lines = readFileSync(workspaceFile(program).fsPath, "utf8").split("\n");
  const index = lines.findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${program} contains ${text}`);
  return index + 1;
}

describe("a debug session of type asyncio", () => {
  afterEach(stopAll);

  it("shows the tasks of a running program, and finds the deadlock without pausing it", async () => {
    const session = await launch("two-locks.ts");
    assert.equal(session.type, "asyncio");
    const { findings } = await until("the deadlock is found", async () => {
      const diagnosis = await request(session, "asyncioDiagnose", {});
      return diagnosis.findings.length > 0 && diagnosis;
    });
    const { tasks } = await request(session, "asyncioTasks", {});
    const named = (name: string) => tasks.find((task) => task.name === name);
    const [ann, bob] = [named("ann"), named("bob")];
    assert.ok(ann !== undefined && bob !== undefined);
    assert.equal(ann.coroutine, "write");
    assert.equal(ann.awaiting?.kind, "lock");
    assert.deepEqual(
      findings.map(({ kind, taskIds }) => ({ kind, taskIds: [...taskIds].sort() })),
      [{ kind: "deadlock", taskIds: [ann.id, bob.id].sort() }],
    );
  });

  it("cancels a task of a deadlock, and the program goes on to its end", async () => {
    const session = await launch("two-locks.ts");
    const bob = await until("bob waits for a lock", async () => {
      const { tasks } = await request(session, "asyncioTasks", {});
      return tasks.find((task) => task.name === "bob" && task.awaiting?.kind === "lock");
    });
    assert.deepEqual(await request(session, "asyncioCancel", { taskId: bob.id }), { requested: 1 });
    await ended(session);
  });

  it("stops at a breakpoint in a coroutine, with the task's thread and its chain of coroutines", async () => {
    const line = lineOf("run-main.ts", "return n * 2");
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(
        new vscode.Location(workspaceFile("run-main.ts"), new vscode.Position(line - 1, 0)),
      ),
    ]);
    const session = await launch("run-main.ts");
    const { reason, threadId } = await stopped(session);
    assert.equal(reason, "breakpoint");
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId })) as {
      stackFrames: { name: string; line: number; source?: { name?: string } }[];
    };
    assert.deepEqual(
      stackFrames.slice(0, 2).map((frame) => [frame.name, frame.source?.name]),
      [
        ["double", "run-main.ts"],
        ["main", "run-main.ts"],
      ],
    );
    assert.equal(stackFrames[0]?.line, line);
  });

  it("debugs the file in the active editor when nothing is configured", async () => {
    await vscode.window.showTextDocument(workspaceFile("two-locks.ts"));
    const session = await start({ type: "asyncio", request: "", name: "" });
    assert.equal(session.type, "asyncio");
    assert.equal(session.configuration["program"], workspaceFile("two-locks.ts").fsPath);
  });
});
