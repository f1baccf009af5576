import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import * as vscode from "vscode";
import { Setting } from "../../../src/extension/text/contributions.js";
import { ProcessOutput } from "../../support/process-output.js";
import { until } from "../workbench/until.js";
import { request, stopAll, workspaceFile, workspaceFolder } from "./sessions.js";

const PYTHON = "/usr/bin/python3";
const QUIET = { PYDEVD_DISABLE_FILE_VALIDATION: "1" };

interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

describe("beside a session of the Python debugger", () => {
  const live = new Set<vscode.DebugSession>();
  const ever: vscode.DebugSession[] = [];
  const stops: Stop[] = [];
  let output = "";
  let following: vscode.Disposable;
  let child: ChildProcess | undefined;

  before(() => {
    following = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => {
        live.add(session);
        ever.push(session);
      }),
      vscode.debug.onDidTerminateDebugSession((session) => live.delete(session)),
      vscode.debug.registerDebugAdapterTrackerFactory("debugpy", {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage({ event, body }: { event?: string; body?: { threadId: number; output: string } }) {
            if (event === "stopped") stops.push({ session, threadId: body?.threadId ?? 0 });
            if (event === "output") output += body?.output ?? "";
          },
        }),
      }),
    );
  });
  after(() => following.dispose());

  afterEach(async () => {
    await stopAll();
    await until("every session has ended", () => live.size === 0);
    child?.kill("SIGKILL");
    child = undefined;
    ever.length = 0;
    stops.length = 0;
    output = "";
    await vscode.workspace.getConfiguration().update(Setting.pythonCompanion, undefined, true);
  });

  async function start(configuration: Readonly<Record<string, unknown>>): Promise<void> {
    const whole = { type: "debugpy", name: "python", request: "launch", ...configuration };
    assert.ok(await vscode.debug.startDebugging(workspaceFolder(), whole));
  }

  const run = (program: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    start({
      program: workspaceFile(program).fsPath,
      python: PYTHON,
      console: "internalConsole",
      env: QUIET,
      ...attributes,
    });

  const ours = (sessions: Iterable<vscode.DebugSession>): vscode.DebugSession[] =>
    [...sessions].filter(({ type }) => type === "asyncio");

  function companion(): Promise<vscode.DebugSession> {
    return until("the companion has started", () => ours(live)[0]);
  }

  async function deadlock(session: vscode.DebugSession): Promise<void> {
    await until("the deadlock is found", async () => {
      const { findings } = await request(session, "asyncioDiagnose", {});
      return findings.some(({ kind }) => kind === "deadlock");
    });
  }

  it("the tasks of its program are shown, and cancelled, in a session below", async () => {
    await run("two_locks.py");
    const session = await companion();
    assert.equal(session.parentSession?.type, "debugpy");
    await deadlock(session);
    const { tasks } = await request(session, "asyncioTasks", {});
    const bob = tasks.find(({ name }) => name === "bob");
    assert.equal(bob?.awaiting?.kind, "lock");
    // It was there before the first task: who created it is known.
    assert.equal(bob?.createdAt?.name, "main");
    await request(session, "asyncioCancel", { taskId: bob?.id ?? 0 });
    await until("both have ended", () => live.size === 0);
    await until("its output is shown", () => output.includes("letters written: 1"));
  });

  it("a program that stops at a breakpoint shows its tasks, and is not called blocked", async () => {
    const file = workspaceFile("two_locks.py");
    const lines = (await vscode.workspace.openTextDocument(file)).getText().split("\n");
    const line = lines.findIndex((text) => text.includes("async with second"));
    const place = new vscode.Location(file, new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    await run("two_locks.py");
    const session = await companion();
    const stop = await until("the program stops", () => stops[0]);
    assert.equal(stop.session.type, "debugpy");
    const { tasks } = await until("its tasks are shown", async () => {
      const answer = await request(session, "asyncioTasks", {});
      return answer.tasks.some(({ state }) => state === "running") && answer;
    });
    assert.ok(["ann", "bob"].includes(tasks.find(({ state }) => state === "running")?.name ?? ""));
    const { findings } = await request(session, "asyncioDiagnose", {});
    assert.deepEqual(findings, []);
    assert.equal(vscode.debug.activeDebugSession?.type, "debugpy", "the keyboard's steps are the debugger's");
  });

  it("one that is attached to is accompanied as well, and goes on without either", async () => {
    const file = workspaceFile("two_locks.py").fsPath;
    const code = `import debugpy, runpy; print("%s:%d" % debugpy.listen(0), flush=True); runpy.run_path(${JSON.stringify(file)})`;
    child = spawn(PYTHON, ["-c", code], {
      env: { ...process.env, ...QUIET },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, host, port] = await new ProcessOutput(child).until(/^(.+):(\d+)\n/);
    await start({ request: "attach", connect: { host, port: Number(port) } });
    await deadlock(await companion());
    const parent = [...live].find(({ type }) => type === "debugpy");
    await vscode.debug.stopDebugging(parent);
    await until("both have ended", () => live.size === 0);
    assert.equal(child.exitCode ?? child.signalCode, null, "the program goes on");
  });

  it("a child process has a companion of its own", async () => {
    await run("children.py", { subProcess: true });
    await until("both processes are shown", () => ours(live).length === 2);
    const parents = ours(live).map(({ parentSession }) => parentSession?.id);
    assert.equal(new Set(parents).size, 2);
    for (const session of ours(live)) {
      await until("its task is shown", async () => {
        const { tasks } = await request(session, "asyncioTasks", {});
        return tasks.some(({ coroutine, awaiting }) => coroutine === "wait" && awaiting !== undefined);
      });
    }
  });

  it("a program without asyncio has none", async () => {
    await run("no_asyncio.py");
    await until("it has ended", () => ever.length > 0 && live.size === 0);
    await until("its output is shown", () => output.includes("armed: 1"));
    assert.deepEqual(ours(ever), []);
    assert.doesNotMatch(output, /loopscope/i);
  });

  it("there is none, and the program is as it was, when the setting says so", async () => {
    await vscode.workspace.getConfiguration().update(Setting.pythonCompanion, false, true);
    await run("no_asyncio.py");
    await until("it has ended", () => ever.length > 0 && live.size === 0);
    await until("its output is shown", () => output.includes("armed: None"));
    assert.deepEqual(ours(ever), []);
  });
});
