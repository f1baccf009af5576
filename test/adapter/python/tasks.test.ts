import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, it } from "mocha";
import { DapClient } from "../../support/dap-client.js";
import { DebugProgram, markedLine, programPath, type StartOptions } from "../../support/debug-program.js";
import { isAlive } from "../../support/process-alive.js";

let program: DebugProgram | undefined;

async function launch(name: string, options: StartOptions = {}): Promise<DebugProgram> {
  program = await DebugProgram.launch(`python/${name}`, {
    ...options,
    launch: { noDebug: true, ...options.launch },
  });
  return program;
}

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("the tasks of a Python program that hangs", () => {
  it("are seen, diagnosed and unstuck by cancelling one of them", async () => {
    const { client, file } = await launch("deadlock.py");
    const behind = await program!.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const { byName, resources, loops, dropped } = await program!.tasks();
    const [main, forward, backward] = ["Task-1", "forward", "backward"].map((name) => byName.get(name)!);
    assert.equal(dropped, 0);
    assert.equal(loops.length, 1);
    assert.equal(main!.coroutine, "main");
    assert.equal(main!.awaiting?.kind, "gather");
    assert.deepEqual(main!.awaiting?.taskIds, [forward!.id, backward!.id, behind.id]);
    assert.deepEqual(forward!.awaitedBy, [main!.id]);
    assert.equal(backward!.parentId, main!.id);
    assert.equal(forward!.awaiting?.label, "right", "the program's own name of the lock");
    assert.equal(byName.get("ticker")?.createdAt?.source?.path, file);
    assert.equal(byName.get("ticker")?.createdAt?.line, markedLine(file, "create"));
    assert.ok(Math.abs(Date.now() - (behind.awaiting?.sinceMs ?? 0)) < 60_000, "epoch milliseconds");
    const left = resources.find(({ id }) => id === backward!.awaiting?.resourceId);
    assert.deepEqual(left?.holders, [forward!.id]);
    assert.deepEqual(left?.waiters, [backward!.id, behind.id]);

    const { findings } = await client.request("asyncioDiagnose");
    assert.deepEqual(
      findings.map(({ kind, taskIds }) => ({ kind, taskIds })),
      [{ kind: "deadlock", taskIds: [forward!.id, backward!.id] }],
      "one finding, its members only",
    );
    assert.deepEqual(
      findings[0]!.sites?.map(({ line }) => line),
      [markedLine(file, "acquire-right"), markedLine(file, "acquire-left")],
    );

    assert.deepEqual(await client.request("asyncioCancel", { taskId: backward!.id, message: "unstick" }), {
      requested: 1,
    });
    assert.equal(await program!.ended(), 0);
    assert.match(client.output("stdout"), /unstuck: str CancelledError NoneType/);
    assert.equal((await program!.findTask("backward"))?.state, "cancelled");
  });

  it("have threads with their lines, locals and those who wait for them", async () => {
    const { client, file } = await launch("deadlock.py");
    const forward = await program!.task("forward", ({ awaiting }) => awaiting?.kind === "lock");
    const { threads } = await client.request("threads");
    assert.ok(threads.some(({ id, name }) => id === forward.threadId && name.includes("forward")));
    const { stackFrames } = await client.request("stackTrace", { threadId: forward.threadId });
    assert.deepEqual(
      stackFrames.map(({ name, line, source }) => [name, line, source?.path]),
      [
        ["forward", markedLine(file, "acquire-right"), file],
        ["awaited by Task-1", 0, undefined],
        ["main", markedLine(file, "gather"), file],
      ],
    );
    const { scopes } = await client.request("scopes", { frameId: stackFrames[0]!.id });
    const { variables } = await client.request("variables", {
      variablesReference: scopes[0]!.variablesReference,
    });
    const greeting = variables.find(({ name }) => name === "greeting");
    assert.deepEqual([greeting?.value, greeting?.type], ["'hello'", "str"]);
    const left = variables.find(({ name }) => name === "left");
    const parts = await client.request("variables", { variablesReference: left!.variablesReference });
    assert.ok(parts.variables.some(({ name, value }) => name === "_locked" && value === "True"));
    const inspected = await client.request("asyncioInspect", { taskId: forward.id });
    assert.deepEqual(
      inspected.stack.map(({ name, taskId }) => [name, taskId]),
      [
        ["forward", forward.id],
        ["main", forward.parentId],
      ],
    );
    assert.ok(inspected.stack[0]!.locals?.some(({ name }) => name === "greeting"));
    assert.equal(inspected.createdStack?.[0]?.name, "main");
  });

  it("never wake when nothing is scheduled that could wake them", async () => {
    const { client, file } = await launch("never_wakes.py");
    const consumer = await program!.task("consumer", ({ awaiting }) => awaiting?.kind === "queue.get");
    const findings = await client.poll(
      "the finding",
      async () => (await client.request("asyncioDiagnose")).findings,
      (found) => found.length > 0,
    );
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ["never-wakes"],
    );
    assert.ok(findings[0]!.taskIds.includes(consumer.id));
    assert.match(findings[0]!.message, /'consumer' waits for queue.get of queue 'jobs'/);
    const at = findings[0]!.taskIds.indexOf(consumer.id);
    assert.equal(findings[0]!.sites?.[at]?.line, markedLine(file, "get"));
  });
});

describe("a Python program that blocks its loop", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "loopscope-test-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is found with its task and stack while it blocks, and forgotten afterwards", async () => {
    const release = path.join(folder, "release");
    const { client, file } = await launch("blocks.py", { launch: { args: [release] } });
    const blocker = await program!.task("blocker");
    await client.until("the block", () => client.output("stdout").includes("blocking"));
    const findings = async () => (await client.request("asyncioDiagnose")).findings;
    const [finding] = await client.poll("the finding", findings, (found) => found.length > 0);
    assert.equal(finding?.kind, "blocked-loop");
    assert.deepEqual(finding?.taskIds, [blocker.id]);
    assert.deepEqual(
      finding?.sites?.slice(0, 2).map(({ name }) => name),
      ["spin", "blocker"],
    );
    assert.equal(finding?.sites?.[1]?.line, markedLine(file, "blocker"));
    assert.equal((await program!.tasks()).loops[0]?.state, "blocked");
    writeFileSync(release, "");
    await client.poll("its end", findings, (found) => found.length === 0);
  });
});

describe("a healthy Python program", () => {
  it("is never accused", async () => {
    const { client } = await launch("healthy.py");
    let looks = 0;
    await client.poll(
      "twenty looks",
      async () => {
        assert.deepEqual((await client.request("asyncioDiagnose")).findings, []);
        return (await program!.tasks()).tasks.length >= 7 ? ++looks : looks;
      },
      (count) => count >= 20,
    );
  });
});

describe("a launched Python program", () => {
  it("gets its arguments and environment, and its output and exit code are handed on", async () => {
    const { client } = await launch("exits.py", {
      launch: { args: ["one", "two words"], env: { GREETING: "hi" } },
    });
    assert.equal(await program!.ended(), 7);
    assert.match(client.output("stdout"), /arguments: one two words hi/);
    assert.match(client.output("stderr"), /to stderr: ü/);
  });

  it("ends with its session", async () => {
    const { client } = await launch("never_wakes.py");
    await program!.task("consumer");
    const { systemProcessId: pid } = await client.next("process");
    await client.request("disconnect", {});
    await client.exited;
    assert.equal(isAlive(pid!), false);
  });

  it("ends when its adapter is killed", async () => {
    const { client } = await launch("never_wakes.py");
    await program!.task("consumer");
    const { systemProcessId: pid } = await client.next("process");
    client.adapter.kill("SIGKILL");
    await client.exited;
    await client.poll(
      "the program's end",
      async () => isAlive(pid!),
      (alive) => !alive,
    );
  });

  it("whose interpreter is missing is refused with what to do", async () => {
    const client = new DapClient();
    try {
      await client.request("initialize", { adapterID: "asyncio" });
      const refused = await client.refused("launch", {
        program: programPath("python/exits.py"),
        python: "no-such-python",
      });
      assert.match(refused.message, /Cannot find 'no-such-python'.*set 'python'/);
    } finally {
      await client.close();
    }
  });

  it("that an option keeps the agent out of says which", async () => {
    const { client } = await launch("exits.py", { launch: { pythonArgs: ["-I"] } });
    assert.equal(await program!.ended(), 7);
    assert.match(client.output("console"), /with '-I' the interpreter ignores PYTHONPATH/);
  });
});
