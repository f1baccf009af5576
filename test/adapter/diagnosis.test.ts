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

const findings = async () => (await program!.client.request("asyncioDiagnose")).findings;

describe("a loop blocked by synchronous code", () => {
  it("is found with its task and stack while it blocks, and forgotten afterwards", async () => {
    const { client, file } = await launch("blocks.ts");
    const blocker = await program!.task("blocker");
    await client.until("the block", () => client.output("stdout").includes("blocking"));
    const [finding] = await client.poll("the finding", findings, (found) => found.length > 0);
    assert.equal(finding?.kind, "blocked-loop");
    assert.deepEqual(finding?.taskIds, [blocker.id]);
    assert.match(finding?.message ?? "", /'blocker' blocks the event loop/);
    assert.deepEqual(
      finding?.sites?.slice(0, 2).map(({ name, line }) => [name, line]),
      [
        ["spin", markedLine(file, "spin")],
        ["blocker", markedLine(file, "blocker")],
      ],
    );
    assert.equal((await program!.tasks()).loops[0]?.state, "blocked");
    assert.equal((await client.request("evaluate", { expression: "6 * 7" })).result, "42");
    const pushed = await client.next("asyncioTasksChanged", (body) => (body.findings?.length ?? 0) > 0);
    assert.equal(pushed.findings?.[0]?.kind, "blocked-loop");
    await client.request("evaluate", { expression: "globalThis.release = true" });
    await client.poll("its end", findings, (found) => found.length === 0);
    await client.next("asyncioTasksChanged", (body) => body.findings?.length === 0);
  });

  it("can be stopped in, and is not blocked then", async () => {
    const { client } = await launch("blocks.ts");
    await client.until("the block", () => client.output("stdout").includes("blocking"));
    await client.poll("the finding", findings, (found) => found.length > 0);
    await client.request("pause", { threadId: 1 });
    const stop = await program!.stopped();
    assert.equal(stop.reason, "pause");
    assert.equal(stop.marker, "spin");
    assert.deepEqual(stop.frames.map(({ name }) => name).slice(0, 2), ["spin", "blocker"]);
    assert.deepEqual(await findings(), []);
  });

  it("answers from inside of Atomics.wait", async () => {
    const { client } = await launch("busy.mjs", { launch: { args: ["native"] } });
    await client.until("the start", () => client.output("stdout").includes("ready"));
    assert.equal((await client.request("evaluate", { expression: "1 + 1" })).result, "2");
  });
});

describe("tasks that never wake", () => {
  it("are found when nothing is left that could wake them", async () => {
    await launch("forgets.ts");
    const waiter = await program!.task("waiter", ({ awaiting }) => awaiting?.kind === "event");
    const main = await program!.task("Task-1", ({ awaiting }) => awaiting?.kind === "gather");
    const [finding, ...others] = await program!.client.poll(
      "the finding",
      findings,
      (found) => found.length > 0,
    );
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, "never-wakes");
    assert.deepEqual([...(finding?.taskIds ?? [])].sort(), [main.id, waiter.id].sort());
    assert.match(finding?.message ?? "", /'waiter' waits for/);
    await program!.client.request("pause", { threadId: 1 });
    await program!.client.next("stopped");
    assert.deepEqual(await findings(), [], "a stopped program is not dead");
  });

  it("are found behind a lock whose holder has ended, while the rest goes on", async () => {
    await launch("forgets.ts", { launch: { args: ["--lock"] } });
    const { id } = await program!.task("locked out", ({ awaiting }) => awaiting?.kind === "lock");
    const [finding, ...others] = await program!.client.poll(
      "the finding",
      findings,
      (found) => found.length > 0,
    );
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, "never-wakes");
    assert.deepEqual(finding?.taskIds, [id]);
    assert.match(finding?.message ?? "", /still held by 'careless', which has ended/);
  });
});

describe("a healthy program", () => {
  it("is never accused", async () => {
    const { client } = await launch("healthy.ts");
    await program!.task("Task-1", ({ awaiting }) => awaiting?.kind === "gather");
    for (let i = 0; i < 20; i++) assert.deepEqual(await findings(), []);
    assert.ok(
      !client.events.some(({ body }) => (body as { findings?: unknown[] } | undefined)?.findings?.length),
    );
  });
});
