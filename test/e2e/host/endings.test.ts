import assert from "node:assert/strict";
import * as vscode from "vscode";
import { processesOf, type RunningProcess } from "../workbench/processes.js";
import { until } from "../workbench/until.js";
import { ended, launch, request, stopAll, workspaceFile, workspaceFolder } from "./sessions.js";

/** Debug adapters and debugged programs, by a part of their command line. */
function running(part: string): RunningProcess[] {
  const home = process.env["HOME"];
  assert.ok(home !== undefined);
  return processesOf(home).filter(({ commandLine }) => commandLine.includes(part));
}

const adapters = () => running("adapter.cjs");
const programs = () => running("two-locks.ts");

async function launchUntilItHangs(): Promise<vscode.DebugSession> {
  const session = await launch("two-locks.ts");
  await until("the program hangs", async () => {
    const { findings } = await request(session, "asyncioDiagnose", {});
    return findings.length > 0;
  });
  assert.equal(adapters().length, 1);
  assert.equal(programs().length, 1);
  return session;
}

describe("the end of a debug session", () => {
  afterEach(async () => {
    await stopAll();
    await until("no adapter and no program is left", () => adapters().length + programs().length === 0);
  });

  it("comes when the program is killed", async () => {
    const session = await launchUntilItHangs();
    for (const { pid } of programs()) process.kill(pid, "SIGKILL");
    await ended(session);
  });

  it("comes when the adapter is killed, and the program ends with it", async () => {
    const session = await launchUntilItHangs();
    for (const { pid } of adapters()) process.kill(pid, "SIGKILL");
    await ended(session);
    await until("the program has ended", () => programs().length === 0);
  });

  it("comes with the end of the program, however soon", async () => {
    const session = await launch("hello.ts");
    await ended(session);
  });

  it("leaves nothing when VS Code ends it", async () => {
    await launchUntilItHangs();
    await vscode.debug.stopDebugging();
  });
});

describe("a debug session that cannot start", () => {
  it("is given up when there is no such program", async () => {
    const program = workspaceFile("missing.ts").fsPath;
    const configuration = { type: "asyncio", request: "launch", name: "missing", program };
    assert.equal(await vscode.debug.startDebugging(workspaceFolder(), configuration), false);
    await until("no adapter is left", () => adapters().length === 0);
  });
});
