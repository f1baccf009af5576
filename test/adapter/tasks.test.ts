import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine, type StartOptions } from "../support/debug-program.js";

let program: DebugProgram | undefined;

async function launch(name: string, options?: StartOptions): Promise<DebugProgram> {
  program = await DebugProgram.launch(name, options);
  return program;
}

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("the tasks of a program that hangs", () => {
  it("are seen, diagnosed and unstuck by cancelling one of them", async () => {
    const { client, file } = await launch("deadlock.ts");
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
    assert.match(findings[0]!.message, /'forward' waits for .*held by 'backward'/);
    assert.deepEqual(
      findings[0]!.sites?.map(({ line }) => line),
      [markedLine(file, "acquire-right"), markedLine(file, "acquire-left")],
    );
    const pushed = await client.next("asyncioTasksChanged", (body) => (body.findings?.length ?? 0) > 0);
    assert.equal(pushed.findings?.[0]?.kind, "deadlock");

    assert.deepEqual(await client.request("asyncioCancel", { taskId: backward!.id, message: "unstick" }), {
      requested: 1,
    });
    assert.equal(await program!.ended(), 0);
    assert.match(client.output("stdout"), /unstuck: done CancelledError done/);
    assert.equal((await program!.findTask("backward"))?.state, "cancelled");
  });

  it("are pushed as whole records, which together make the table", async () => {
    const { client } = await launch("deadlock.ts");
    const { id } = await program!.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const known = new Map<number, { name: string; state: string }>();
    await client.until("the record of the waiting task", () => {
      for (const { event, body } of client.events) {
        if (event !== "asyncioTasksChanged") continue;
        const changes = body as unknown as {
          tasks: { id: number; name: string; state: string }[];
          removedTasks: number[];
        };
        for (const task of changes.tasks) known.set(task.id, task);
        for (const removed of changes.removedTasks) known.delete(removed);
      }
      return known.get(id)?.name === "behind";
    });
    assert.deepEqual([...known.values()].map(({ name }) => name).sort(), [
      "Task-1",
      "backward",
      "behind",
      "forward",
      "ticker",
    ]);
  });

  it("have threads, and the ended ones lose them", async () => {
    const { client } = await launch("deadlock.ts");
    const backward = await program!.task("backward", ({ awaiting }) => awaiting?.kind === "lock");
    const { threads } = await client.request("threads");
    assert.deepEqual(threads[0], { id: 1, name: "event loop" });
    for (const task of (await program!.tasks()).tasks) {
      assert.ok(
        threads.some(({ id, name }) => id === task.threadId && name.includes(task.name)),
        task.name,
      );
    }
    await client.request("asyncioCancel", { taskId: backward.id });
    await client.next(
      "thread",
      ({ reason, threadId }) => reason === "exited" && threadId === backward.threadId,
    );
  });

  it("switches debug mode, and reports its warnings as output", async () => {
    const { client } = await launch("deadlock.ts");
    const { id } = await program!.task("ticker");
    assert.equal((await program!.tasks()).loops[0]?.debug, false, "a debugger alone does not warn");
    assert.deepEqual(await client.request("asyncioSetDebug", { enabled: true }), { enabled: true });
    await client.poll(
      "debug mode",
      () => program!.tasks(),
      ({ loops }) => loops[0]?.debug === true,
    );
    assert.ok(id > 0);
  });
});

describe("the stack of a suspended task", () => {
  async function suspended(options?: StartOptions) {
    await launch("stacks.ts", options);
    return program!.task("item", ({ awaiting }) => awaiting?.kind === "event");
  }

  it("has the real lines of its coroutines, then those of the task that waits, while the program runs", async () => {
    const item = await suspended();
    const { stackFrames } = await program!.client.request("stackTrace", { threadId: item.threadId! });
    const { file } = program!;
    assert.deepEqual(
      stackFrames.map(({ name, line }) => [name, line]),
      [
        ["wait", markedLine(file, "wait")],
        ["fetchItem", markedLine(file, "fetch")],
        ["awaited by Task-1", 0],
        ["main", markedLine(file, "main")],
      ],
    );
    const [wait, fetch, , main] = stackFrames;
    const { gate, ...locals } = await program!.locals(wait!.id);
    assert.match(gate ?? "", /^Event /);
    assert.deepEqual(locals, {
      this: "Store",
      key: "'tea'",
      wanted: "{key: 'tea', tags: Array(2)}",
      attempt: "2",
      count: "3",
    });
    assert.equal((await program!.locals(fetch!.id)).prefix, "'the'");
    assert.equal((await program!.locals(main!.id)).both, "'both'");
  });

  it("can be evaluated in; objects can be changed, and its locals for when it resumes", async () => {
    const item = await suspended();
    const { client } = program!;
    const { stackFrames } = await client.request("stackTrace", { threadId: item.threadId! });
    const frameId = stackFrames[0]!.id;
    const evaluate = async (expression: string) =>
      (await client.request("evaluate", { expression, frameId })).result;
    assert.equal(await evaluate("wanted.tags.length + attempt + this.items.size"), "5");
    assert.equal(await evaluate("wanted.tags.push('x')"), "3");
    const { scopes } = await client.request("scopes", { frameId });
    const tried = [];
    for (const { variablesReference, name } of scopes.filter(({ name }) => /^(?:Local|Block)/.test(name))) {
      const { variables } = await client.request("variables", { variablesReference });
      if (!variables.some((variable) => variable.name === "count")) continue;
      tried.push(name);
      const set = await client.request("setVariable", { variablesReference, name: "count", value: "7" });
      assert.equal(set.value, "7 // once it resumes");
    }
    assert.equal(tried.length, 1);
  });

  it("is part of asyncioInspect, with locals, creation stack, counters and the await chain", async () => {
    const item = await suspended();
    const { file } = program!;
    const inspected = await program!.client.request("asyncioInspect", { taskId: item.id });
    assert.equal(inspected.task.name, "item");
    assert.deepEqual(
      inspected.stack.map(({ name, line }) => [name, line]),
      [
        ["wait", markedLine(file, "wait")],
        ["fetchItem", markedLine(file, "fetch")],
        ["main", markedLine(file, "main")],
      ],
    );
    assert.ok(inspected.stack[0]?.locals?.some(({ name, value }) => name === "attempt" && value === "2"));
    assert.equal(inspected.createdStack?.[0]?.line, markedLine(file, "created"));
    assert.ok(inspected.counters.steps > 1);
    assert.deepEqual(
      inspected.awaitChain.map(({ taskId }) => taskId),
      [item.id],
    );
    const main = (await program!.tasks()).byName.get("Task-1")!;
    const fromMain = await program!.client.request("asyncioInspect", { taskId: main.id });
    assert.deepEqual(
      fromMain.awaitChain.map(({ taskId }) => taskId),
      [main.id, item.id],
    );
  });

  it("is the same while the program is paused elsewhere", async () => {
    const item = await suspended();
    await program!.client.request("pause", { threadId: 1 });
    const stop = await program!.client.next("stopped");
    assert.equal(stop.reason, "pause");
    assert.equal(stop.threadId, 1);
    const loop = await program!.client.request("stackTrace", { threadId: 1 });
    assert.deepEqual(
      loop.stackFrames.map(({ name }) => name),
      ["event loop: idle"],
    );
    const { stackFrames } = await program!.client.request("stackTrace", { threadId: item.threadId! });
    assert.equal(stackFrames[0]?.line, markedLine(program!.file, "wait"));
    assert.equal((await program!.locals(stackFrames[0]!.id)).attempt, "2");
    const { findings } = await program!.client.request("asyncioDiagnose");
    assert.deepEqual(findings, [], "a stopped program is neither blocked nor dead");
    assert.deepEqual(await program!.client.request("asyncioCancel", { taskId: item.id }), { requested: 1 });
    assert.equal((await program!.findTask("item"))?.state, "pending");
    await program!.client.request("continue", { threadId: 1 });
    await program!.task("item", ({ state }) => state === "cancelled");
  });

  it("begins with what runs when the task itself is stopped", async () => {
    await launch("stacks.ts", { breakpoints: ["load"] });
    const { threadId, frames } = await program!.stopped();
    const item = (await program!.tasks()).byName.get("item")!;
    assert.equal(item.threadId, threadId);
    assert.equal(item.state, "running");
    assert.deepEqual(
      frames.map(({ name }) => name),
      ["load", "wait", "fetchItem", "awaited by Task-1", "main"],
    );
    const again = await program!.go("continue", threadId);
    assert.deepEqual(
      again.frames.map(({ name }) => name),
      ["load", "wait", "fetchItem", "awaited by Task-1", "main"],
      "after a resume, when only one coroutine is on the engine's stack",
    );
    assert.equal((await program!.locals(again.frames[1]!.id)).attempt, "2");
  });
});
