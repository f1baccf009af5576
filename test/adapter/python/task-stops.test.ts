/** What a Python program can be stopped for beside lines, and tasks that are stopped, run and held back by themselves. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, type StartOptions } from "../../support/debug-program.js";
import { type Debuggable, debuggables } from "../../support/python.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

const filter = (filterId: string, condition?: string) => ({
  filterOptions: [{ filterId, ...(condition === undefined ? {} : { condition }) }],
});

for (const debuggable of debuggables()) {
  describe(`task breakpoints of Python, on ${debuggable.name}`, () => taskBreakpoints(debuggable));
  describe(`tasks of Python by themselves, on ${debuggable.name}`, () => singleTasks(debuggable));
}

async function launch({ launch: how }: Debuggable, run: string, options: StartOptions = {}) {
  program = await DebugProgram.launch("python/task_stops.py", {
    ...options,
    launch: { ...how, args: [run], ...options.launch },
  });
  return program;
}

function taskBreakpoints(debuggable: Debuggable): void {
  it("created: stop where a task is created, in whoever creates it", async () => {
    await launch(debuggable, "create", filter("taskCreated", "tick*"));
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker], ["breakpoint", "create-ticks"]);
    assert.match(stop.description ?? "", /^Task 'ticks' is created by 'Task-1'$/);
    assert.equal((await program.findTask("Task-1"))?.threadId, stop.threadId);
    const next = await program.go("next", stop.threadId);
    assert.deepEqual([next.marker, next.reason], ["created", "step"]);
  });

  it("suppressed: stop when a task has declined to be cancelled", async () => {
    await launch(debuggable, "stay", filter("taskSuppressedCancellation"));
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'stays' has suppressed its cancellation");
    await program.client.request("continue", { threadId: stop.threadId });
    assert.equal(await program.ended(), 0);
  });

  it("unretrieved: stop when nobody takes the exception of a task", async () => {
    await launch(debuggable, "fail", filter("taskExceptionUnretrieved", "fails"));
    const stop = await program.stopped();
    assert.equal(
      stop.description,
      "Nobody retrieved the exception of task 'fails': ValueError: out of stock",
    );
  });

  it("waiting: stop on a task whose await lasts too long", async () => {
    await launch(debuggable, "hang", filter("taskWaiting", "0.3 hangs"));
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'hangs' has been waiting for too long");
    assert.equal(stop.marker, "hanging-wait");
    assert.equal((await program.findTask("hangs"))?.threadId, stop.threadId);
  });

  it("pending: stop for a task that does not end, though it runs", async () => {
    await launch(debuggable, "hang", filter("taskPending", "0.3 ticking"));
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'ticks' has been pending for too long");
    assert.equal(stop.marker, "tick-sleep");
  });

  it("warning: stop for what debug mode warns of", async () => {
    await launch(debuggable, "slow", { ...filter("taskWarning", "slow-*"), launch: { debugMode: true } });
    const stop = await program.stopped();
    assert.match(stop.description ?? "", /^Executing .* took .* seconds$/);
  });

  it("cancelled: stop where a task gets its CancelledError, once", async () => {
    await launch(debuggable, "stay", { filters: ["cancelled"] });
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker], ["exception", "stubborn-sleep"]);
    assert.equal((await program.findTask("stays"))?.threadId, stop.threadId);
    await program.client.request("continue", { threadId: stop.threadId });
    assert.equal(await program.ended(), 0);
  });

  it("an exception stops where it is raised, and not again as it passes awaiting coroutines", async () => {
    await launch(debuggable, "lose", { filters: ["all"], breakpoints: ["over"] });
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker], ["exception", "inner-raise"]);
    const next = await program.go("continue", stop.threadId);
    assert.deepEqual([next.reason, next.marker], ["breakpoint", "over"]);
  });

  it("say why they cannot be had, and that a filter is unknown", async () => {
    await launch(debuggable, "create", { breakpoints: ["create-ticks"] });
    await program.stopped();
    const { client } = program;
    const { breakpoints } = await client.request("setExceptionBreakpoints", {
      filters: [],
      filterOptions: [
        { filterId: "taskCancelled" },
        { filterId: "taskWaiting", condition: "0 x" },
        { filterId: "taskCreated" },
      ],
    });
    assert.deepEqual(
      breakpoints?.map(({ verified }) => verified),
      [false, false, true],
    );
    assert.match(breakpoints?.[0]?.message ?? "", /'Cancellation' stops where the task learns of it/);
    const refused = await client.refused("setExceptionBreakpoints", { filters: ["taskEaten"] });
    assert.match(refused.message, /taskCreated/);
  });

  it("can be set and taken back while the program runs", async () => {
    await launch(debuggable, "create", { breakpoints: ["create-ticks", "over"] });
    const first = await program.stopped();
    await program.client.request("setExceptionBreakpoints", { filters: ["taskCreated"] });
    const created = await program.go("continue", first.threadId);
    assert.match(created.description ?? "", /Task 'ticks' is created/);
    await program.client.request("setExceptionBreakpoints", { filters: [] });
    assert.equal((await program.go("continue", created.threadId)).marker, "over");
  });
}

function singleTasks(debuggable: Debuggable): void {
  const taskId = async (name: string, kind: string) =>
    (await program.task(name, ({ awaiting }) => awaiting?.kind === kind)).id;

  it("run until a task resumes, from a running program and from a stopped one", async () => {
    await launch(debuggable, "hang");
    const { client } = program;
    await client.request("asyncioRunToResume", { taskId: await taskId("ticks", "sleep") });
    const stop = await program.stopped();
    assert.deepEqual([stop.marker, stop.reason], ["tick-count", "step"]);
    assert.equal((await program.findTask("ticks"))?.threadId, stop.threadId);
    await client.request("asyncioRunToResume", { taskId: (await program.findTask("ticks"))!.id });
    const again = await program.stopped();
    assert.deepEqual([again.marker, again.reason, again.threadId], ["tick-count", "step", stop.threadId]);
  });

  it("step a task that is suspended to where it resumes", async () => {
    await launch(debuggable, "hang", { breakpoints: ["hang-wait"] });
    const stop = await program.stopped();
    const { threadId } = (await program.findTask("ticks"))!;
    const next = await program.go("next", threadId!);
    assert.notEqual(stop.threadId, threadId);
    assert.deepEqual([next.marker, next.reason, next.threadId], ["tick-count", "step", threadId]);
  });

  it("step to a task's next await, from where it runs and from where it is suspended", async () => {
    await launch(debuggable, "hang", { breakpoints: ["tick-count"] });
    const { client } = program;
    const stop = await program.stopped();
    const { id, threadId } = (await program.findTask("ticks"))!;
    await program.setBreakpoints([]);
    await client.request("asyncioStepToAwait", { taskId: id });
    const suspended = await program.stopped();
    assert.deepEqual(
      [suspended.marker, suspended.reason, suspended.threadId],
      ["tick-sleep", "step", threadId],
    );
    assert.equal((await program.findTask("ticks"))?.awaiting?.kind, "sleep");
    assert.ok(stop.threadId === threadId);
    await client.request("asyncioStepToAwait", { taskId: id });
    const again = await program.stopped();
    assert.deepEqual([again.marker, again.reason, again.threadId], ["tick-sleep", "step", threadId]);
  });

  it("break on a task, once, and no longer", async () => {
    await launch(debuggable, "hang", { breakpoints: ["hang-wait"] });
    const { client } = program;
    const first = await program.stopped();
    const { id, threadId } = (await program.findTask("ticks"))!;
    assert.deepEqual(await client.request("asyncioBreakOnTask", { taskId: id }), { enabled: true });
    const stop = await program.go("continue", first.threadId);
    assert.deepEqual([stop.marker, stop.reason, stop.threadId], ["tick-count", "breakpoint", threadId]);
    await client.request("asyncioBreakOnTask", { taskId: id });
    await client.request("asyncioBreakOnTask", { taskId: id, enabled: false });
    await client.request("continue", { threadId: stop.threadId });
    await program.task("ticks", ({ awaiting }) => awaiting?.kind === "sleep");
    await client.request("pause", { threadId: 1 });
    assert.equal((await program.stopped()).reason, "pause");
  });

  it("freeze a task, which takes no step until it is thawed", async () => {
    await launch(debuggable, "hang", { breakpoints: ["hang-wait"] });
    const { client } = program;
    const stop = await program.stopped();
    const { id, threadId } = (await program.findTask("ticks"))!;
    assert.deepEqual(await client.request("asyncioFreeze", { taskId: id }), { frozen: true });
    assert.equal((await program.findTask("ticks"))?.frozen, true);
    assert.match((await client.refused("asyncioRunToResume", { taskId: id })).message, /frozen/);
    assert.match((await client.refused("next", { threadId })).message, /frozen/);
    // It would stop at once if it ran.
    await program.setBreakpoints(["tick-count"]);
    await client.request("continue", { threadId: stop.threadId });
    const hangs = (await program.findTask("hangs"))!.id;
    await client.request("asyncioCancel", { taskId: hangs });
    await program.task("hangs", ({ state }) => state === "cancelled");
    await client.request("asyncioThaw", { taskId: id });
    const thawed = await program.stopped();
    assert.deepEqual([thawed.marker, thawed.threadId], ["tick-count", threadId]);
    assert.notEqual((await program.findTask("ticks"))?.frozen, true);
  });
}

describe("tasks of Python by themselves, without debugpy", () => {
  it("can be frozen and thawed, and say what stopping needs", async () => {
    await launch({ name: "", launch: { python: "python3", env: {} } }, "hang", { launch: { noDebug: true } });
    const { client } = program;
    const { id } = await program.task("ticks");
    await client.request("asyncioFreeze", { taskId: id });
    assert.equal((await program.findTask("ticks"))?.frozen, true);
    await client.request("asyncioThaw", { taskId: id });
    await program.task("ticks", ({ frozen }) => frozen !== true);
    assert.match(
      (await client.refused("asyncioRunToResume", { taskId: id })).message,
      /Stopping in a task needs debugpy/,
    );
    const { breakpoints } = await client.request("setExceptionBreakpoints", { filters: ["taskCreated"] });
    assert.match(breakpoints?.[0]?.message ?? "", /needs debugpy/);
  });
});
