import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { DebugProgram, markedLine, type StartOptions } from "../../support/debug-program.js";
import { isAlive } from "../../support/process-alive.js";
import { debugpyEnvironment, PYTHON_WITH_DEBUGPY, requiredNewerPython } from "../../support/python.js";

let program: DebugProgram | undefined;

async function launch(name: string, options: StartOptions = {}): Promise<DebugProgram> {
  program = await DebugProgram.launch(`python/${name}`, {
    ...options,
    launch: { python: PYTHON_WITH_DEBUGPY, env: debugpyEnvironment, ...options.launch },
  });
  return program;
}

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("a Python program with debugpy", () => {
  it("stops at a breakpoint in the task that runs, with its stack and who awaits it", async () => {
    const { client, file } = await launch("steps.py", { breakpoints: ["second"] });
    const stop = await program!.stopped();
    assert.equal(stop.reason, "breakpoint");
    assert.equal(stop.marker, "second");
    assert.equal(stop.allThreadsStopped, true);
    const task = await program!.findTask("A");
    assert.equal(task?.state, "running");
    assert.equal(task?.threadId, stop.threadId);
    assert.deepEqual(
      stop.frames.map(({ name, line }) => [name, line]),
      [
        ["work", markedLine(file, "second")],
        ["awaited by Task-1", 0],
        ["main", markedLine(file, "await-a")],
      ],
    );
    const { scopes } = await client.request("scopes", { frameId: stop.top.id });
    const { variables } = await client.request("variables", {
      variablesReference: scopes[0]!.variablesReference,
    });
    assert.equal(variables.find(({ name }) => name === "first")?.value, "1");
    assert.equal(
      (await client.request("evaluate", { expression: "first + 41", frameId: stop.top.id })).result,
      "42",
    );
    const { threads } = await client.request("threads");
    for (const name of ["A", "other-0", "other-1", "other-2", "Task-1"]) {
      assert.ok(
        threads.some((thread) => thread.name.includes(name)),
        name,
      );
    }
    const { findings } = await client.request("asyncioDiagnose");
    assert.deepEqual(findings, [], "a stopped program is neither blocked nor dead");
    await client.request("continue", { threadId: stop.threadId });
    assert.equal(await program!.ended(), 0);
    assert.match(client.output("stdout"), /\('A-leaf', 4\)/);
  });

  it("steps over its awaits in the same task while others run", async () => {
    await launch("steps.py", { breakpoints: ["first"] });
    const stop = await program!.stopped();
    const seen = [stop.marker];
    let { threadId } = stop;
    for (let step = 0; step < 5; step++) {
      const next = await program!.go("next", threadId);
      assert.equal(next.reason, "step");
      assert.equal(next.threadId, stop.threadId);
      seen.push(next.marker);
      ({ threadId } = next);
    }
    assert.deepEqual(seen, ["first", "sleep", "second", "call", "third", "loop"]);
  });

  it("takes two steps where two are asked for at once: the second used to be refused", async () => {
    const { client } = await launch("steps.py", { breakpoints: ["first"] });
    const { threadId } = await program!.stopped();
    await program!.setBreakpoints([]);
    const answers = [1, 2, 3].map(() => client.request("next", { threadId }));
    await Promise.all(answers);
    for (const _ of answers.slice(1)) assert.equal((await client.next("stopped")).reason, "step");
    const end = await program!.stopped();
    assert.deepEqual([end.reason, end.threadId, end.marker], ["step", threadId, "call"]);
  });

  it("steps into an awaited coroutine, over what it awaits, and out of it again", async () => {
    await launch("steps.py", { breakpoints: ["call"] });
    const { threadId } = await program!.stopped();
    const into = await program!.go("stepIn", threadId);
    assert.deepEqual([into.marker, into.reason], ["leaf", "step"]);
    assert.equal((await program!.go("next", threadId)).marker, "leaf-sleep");
    assert.equal((await program!.go("next", threadId)).marker, "leaf-return");
    const out = await program!.go("stepOut", threadId);
    assert.ok(["call", "third"].includes(out.marker), out.marker);
    assert.equal(out.threadId, threadId);
  });

  it("shows another task's breakpoint during a step, which ends after continue where it would have", async () => {
    const { client } = await launch("steps.py", { breakpoints: ["sleep"] });
    const { threadId } = await program!.stopped();
    await program!.setBreakpoints(["other"]);
    const interrupted = await program!.go("next", threadId);
    assert.deepEqual([interrupted.marker, interrupted.reason], ["other", "breakpoint"]);
    assert.notEqual(interrupted.threadId, threadId);
    await program!.setBreakpoints([]);
    await client.request("continue", { threadId: interrupted.threadId });
    const stop = await program!.stopped();
    assert.deepEqual([stop.marker, stop.reason, stop.threadId], ["second", "step", threadId]);
  });

  it("steps from the last line of a task to the task that waits for it", async () => {
    await launch("steps.py", { breakpoints: ["last"] });
    const { threadId } = await program!.stopped();
    const next = await program!.go("next", threadId);
    assert.equal(next.reason, "step");
    assert.ok(["await-a", "after"].includes(next.marker), next.marker);
    assert.equal(next.threadId, (await program!.findTask("Task-1"))?.threadId);
  });

  it("steps out of a task's outermost coroutine to the task that waits for it", async () => {
    await launch("steps.py", { breakpoints: ["second"] });
    const { threadId } = await program!.stopped();
    await program!.setBreakpoints([]);
    const out = await program!.go("stepOut", threadId);
    assert.equal(out.reason, "step");
    assert.ok(["await-a", "after"].includes(out.marker), out.marker);
  });

  it("stays in its task when it steps inside of an asynchronous generator", async () => {
    await launch("steps.py", { breakpoints: ["numbers-sleep"] });
    const { threadId } = await program!.stopped();
    const next = await program!.go("next", threadId);
    assert.deepEqual([next.marker, next.threadId, next.reason], ["numbers-yield", threadId, "step"]);
  });

  it("stays in its task when it steps into a function of asyncio", async () => {
    await launch("steps.py", { breakpoints: ["sleep"] });
    const { threadId } = await program!.stopped();
    const next = await program!.go("stepIn", threadId);
    assert.deepEqual([next.marker, next.threadId, next.reason], ["second", threadId, "step"]);
  });

  it("ends with its session, and with its adapter", async () => {
    const { client } = await launch("steps.py", { breakpoints: ["second"] });
    await program!.stopped();
    const started = () => client.events.find(({ event }) => event === "process");
    await client.until("the process", () => started() !== undefined);
    const { systemProcessId: pid } = started()!.body as { systemProcessId: number };
    await client.request("disconnect", {});
    await client.exited;
    assert.equal(isAlive(pid!), false);
  });
});

describe("a Python program whose interpreter has no debugpy", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
  const python = path.join(folder, "bin/python");
  before(() => {
    // Of a virtual environment, as most are.
    execFileSync(requiredNewerPython(), ["-m", "venv", "--without-pip", "--symlinks", folder]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is debugged with the one that the client brings", async () => {
    const libraries = path.join(requiredNewerPython(), "../../lib/python3/dist-packages");
    const { client } = await launch("steps.py", {
      breakpoints: ["first"],
      launch: { python, debugpyPath: libraries },
    });
    const stop = await program!.stopped();
    assert.equal(stop.marker, "first");
    const { result } = await client.request("evaluate", {
      expression: "__import__('sys').prefix",
      frameId: stop.top.id,
    });
    assert.equal(result, `'${folder}'`);
    assert.equal((await program!.go("next", stop.threadId)).marker, "sleep");
  });

  it("runs, shows its tasks, and says at breakpoints what to install", async () => {
    await launch("deadlock.py", { launch: { python } });
    await program!.task("forward");
    const { breakpoints } = await program!.setBreakpoints(["gather"]);
    assert.equal(breakpoints[0]?.verified, false);
    assert.match(breakpoints[0]?.message ?? "", /needs debugpy.*-m pip install debugpy/);
  });
});

describe("a Python program without debugpy", () => {
  it("runs, and its breakpoints say what to install", async () => {
    program = await DebugProgram.launch("python/deadlock.py", { launch: { noDebug: true } });
    const { breakpoints } = await program.setBreakpoints(["gather"]);
    assert.equal(breakpoints[0]?.verified, false);
    assert.match(breakpoints[0]?.message ?? "", /needs debugpy.*-m pip install debugpy/);
    const refused = await program.client.refused("pause", { threadId: 1 });
    assert.match(refused.message, /Pausing needs debugpy/);
  });
});
