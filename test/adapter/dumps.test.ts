import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { compareDumps, readDump, recordsOf } from "../../src/protocol/index.js";
import { DebugProgram, markedLine } from "../support/debug-program.js";

let program: DebugProgram | undefined;

async function launch(name: string): Promise<DebugProgram> {
  program = await DebugProgram.launch(name);
  return program;
}

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

describe("a dump of a program that hangs", () => {
  it("has its tasks with stacks, its resources and what is wrong, and shows later what did not move", async () => {
    const { client, file } = await launch("deadlock.ts");
    await program!.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const first = await client.request("asyncioDump", {});
    const dump = readDump(JSON.stringify(first));
    assert.equal(dump.program.language, "typescript");
    assert.equal(dump.program.name, file);
    assert.deepEqual(
      dump.findings.map(({ kind }) => kind),
      ["deadlock"],
    );
    const forward = dump.tasks.find(({ name }) => name === "forward");
    assert.equal(forward?.stack?.[0]?.line, markedLine(file, "acquire-right"));
    assert.equal(forward?.stack?.at(-1)?.name, "forward");
    assert.ok(dump.resources.some(({ holders }) => holders.includes(forward!.id)));

    const ticks = (tasks: typeof dump.tasks) =>
      tasks.find(({ name }) => name === "ticker")?.counters?.steps ?? 0;
    const later = await client.poll(
      "the ticker's next step",
      () => client.request("asyncioDump", { stacks: 0 }),
      (answer) => ticks(answer.dump!.tasks) > ticks(dump.tasks),
    );
    assert.ok(later.dump!.tasks.every(({ stack }) => stack === undefined));
    const { by, stillStuck, moved } = compareDumps(dump, later.dump!);
    assert.equal(by, "id");
    assert.deepEqual(
      stillStuck.map(({ after }) => after.name),
      ["Task-1", "forward", "backward", "behind"],
    );
    assert.deepEqual(
      moved.map(({ after }) => after.name),
      ["ticker"],
    );
  });

  it("is a tree when text is asked for", async () => {
    const { client, file } = await launch("deadlock.ts");
    await program!.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const { text } = await client.request("asyncioDump", { format: "text" });
    const line = markedLine(file, "acquire-right");
    assert.match(text ?? "", /^error: Deadlock: /m);
    assert.match(text ?? "", /\(T\) forward awaits lock for .*, held by 'backward'\n.*forward .*\n/);
    assert.ok(text?.includes(`${file}:${line}`));
    await assert.rejects(client.request("asyncioDump", { format: "xml" as never }), /one of 'json', 'text'/);
  });
});

describe("the timeline of a program", () => {
  it("shows who ran when, what it waited for, and who woke it", async () => {
    const { client } = await launch("deadlock.ts");
    const ticker = await program!.task("ticker");
    const behind = await program!.task("behind", ({ awaiting }) => awaiting?.kind === "lock");
    const spansOf = async (taskIds: readonly number[]) => client.request("asyncioTimeline", { taskIds });
    const { spans, recordedSinceMs, dropped, truncated } = await client.poll(
      "some steps",
      () => spansOf([ticker.id, behind.id]),
      ({ spans: found }) => found.filter(({ kind }) => kind === "step").length >= 3,
    );
    assert.equal(dropped, 0);
    assert.equal(truncated, false);
    assert.ok(Math.abs((recordedSinceMs ?? 0) - Date.now()) < 60_000, "epoch milliseconds");
    const step = spans.find(({ kind }) => kind === "step");
    assert.equal(step?.taskId, ticker.id);
    assert.equal(step?.wokenBy?.cause, "timer");
    const wait = spans.find(
      ({ kind, taskId, endMs }) => kind === "wait" && taskId === ticker.id && endMs !== undefined,
    );
    assert.equal(wait?.awaited?.kind, "sleep");
    assert.ok(wait!.endMs! - wait!.startMs >= 5, "it sleeps for ten milliseconds");
    const stuck = spans.find(({ taskId }) => taskId === behind.id);
    assert.deepEqual([stuck?.kind, stuck?.endMs, stuck?.awaited?.kind], ["wait", undefined, "lock"]);
    await assert.rejects(client.request("asyncioTimeline", { limit: 0 }), /'limit' must be above zero/);
  });
});

describe("many tasks", () => {
  it("come in pages, each once, and the pages make the whole", async () => {
    const { client } = await launch("deadlock.ts");
    const whole = await client.poll(
      "its tasks",
      () => client.request("asyncioTasks", {}),
      ({ tasks }) => tasks.length > 3,
    );
    const ids: number[] = [];
    const resources: number[] = [];
    let cursor: number | undefined;
    do {
      const page = await client.request("asyncioTasks", {
        count: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      assert.ok(page.tasks.length + page.resources.length <= 2);
      assert.equal(page.totalTasks, whole.tasks.length);
      ids.push(...page.tasks.map(({ id }) => id));
      resources.push(...page.resources.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    assert.deepEqual(
      ids,
      whole.tasks.map(({ id }) => id).sort((a, b) => a - b),
    );
    assert.equal(resources.length, whole.resources.length);
    const columns = await client.request("asyncioTasks", { columns: true });
    assert.deepEqual(columns.tasks, []);
    assert.deepEqual(
      recordsOf(columns.tasks, columns.taskColumns)
        .map(({ id }) => id)
        .sort((a, b) => a - b),
      ids,
    );
    await assert.rejects(client.request("asyncioTasks", { count: 0 }), /'count' must be above zero/);
  });
});

describe("a cancellation with all below", () => {
  it("is previewed: whom it would reach", async () => {
    const { client } = await launch("deadlock.ts");
    const main = await program!.task("Task-1", ({ awaiting }) => awaiting?.kind === "gather");
    const { byName } = await program!.tasks();
    const { taskIds, shields } = await client.request("asyncioCancelPreview", { taskId: main.id });
    const expected = ["Task-1", "forward", "backward", "behind"].map((name) => byName.get(name)!.id);
    assert.deepEqual(
      [...taskIds].sort((a, b) => a - b),
      expected.sort((a, b) => a - b),
    );
    assert.deepEqual(shields, []);
    await assert.rejects(client.request("asyncioCancelPreview", { taskId: 999 }), /There is no task 999/);
  });
});
