import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, type StartOptions } from "../support/debug-program.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

async function launch(options: StartOptions, args: string[] = []) {
  program = await DebugProgram.launch("task-stops.ts", { ...options, launch: { args, ...options.launch } });
  return program;
}

const filter = (filterId: string, condition?: string) => ({
  filterOptions: [{ filterId, ...(condition === undefined ? {} : { condition }) }],
});

describe("task breakpoints", () => {
  it("created: stop where a task is created, in whoever creates it", async () => {
    await launch(filter("taskCreated", "hang*"));
    const stop = await program.stopped();
    assert.equal(stop.reason, "breakpoint");
    assert.equal(stop.marker, "create-hangs");
    assert.match(stop.description ?? "", /Task 'hangs' is created by '.*'/);
    const creator = (await program.tasks()).tasks.find(({ threadId }) => threadId === stop.threadId);
    assert.equal(creator?.coroutine, "main");
  });

  it("created: by the name of the creating coroutine", async () => {
    await launch(filter("taskCreated", "main"));
    const stop = await program.stopped();
    assert.match(stop.marker, /asyncio\.run\(main\(\)\)/);
    assert.equal((await program.go("continue", stop.threadId)).marker, "create-ticks");
  });

  it("cancelled: stop where somebody cancels a task", async () => {
    await launch(filter("taskCancelled", "stays, nobody"));
    const stop = await program.stopped();
    assert.equal(stop.marker, "cancel-stays");
    assert.match(stop.description ?? "", /Task 'stays' is cancelled by '.*': enough/);
  });

  it("cancelled by the debugger: stop on the task itself, where it is suspended", async () => {
    await launch(filter("taskCancelled", "hangs"), ["hang"]);
    const { id } = await program.task("hangs", ({ awaiting }) => awaiting?.kind === "event");
    await program.client.request("asyncioCancel", { taskId: id });
    const stop = await program.stopped();
    assert.equal(stop.marker, "hanging-wait");
    assert.equal((await program.findTask("hangs"))?.threadId, stop.threadId);
  });

  it("suppressed: stop when a task has declined to be cancelled, at its coroutine", async () => {
    await launch(filter("taskSuppressedCancellation"));
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'stays' has suppressed its cancellation");
    assert.match(stop.marker, /function\* stubborn/);
  });

  it("unretrieved: stop when nobody takes the exception of a task, where it was thrown", async () => {
    await launch(filter("taskExceptionUnretrieved"));
    const stop = await program.stopped();
    assert.match(stop.description ?? "", /'fails': RangeError: out of stock/);
    assert.equal(stop.marker, "failing-throw");
  });

  it("waiting: stop on a task whose await lasts too long", async () => {
    await launch(filter("taskWaiting", "0.2 hangs"), ["hang"]);
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'hangs' has been waiting for too long");
    assert.equal(stop.marker, "hanging-wait");
    await program.client.request("continue", { threadId: stop.threadId });
  });

  it("pending: stop for a task that does not end, though it runs", async () => {
    await launch(filter("taskPending", "0.1s tick*"), ["hang"]);
    const stop = await program.stopped();
    assert.equal(stop.description, "Task 'ticks' has been pending for too long");
    assert.equal(stop.marker, "tick-sleep");
  });

  it("warning: stop for what debug mode warns of", async () => {
    await launch({ ...filter("taskWarning", "suppressed-*"), launch: { debugMode: true } });
    const stop = await program.stopped();
    assert.match(stop.description ?? "", /has suppressed its cancellation/);
  });

  it("say what is wrong with a condition, and that a filter is unknown", async () => {
    await launch({ breakpoints: ["main-end"] });
    const { client } = program;
    const answer = await client.request("setExceptionBreakpoints", {
      filters: [],
      filterOptions: [{ filterId: "taskWaiting", condition: "0 x" }, { filterId: "taskCreated" }],
    });
    assert.deepEqual(
      answer.breakpoints?.map(({ verified }) => verified),
      [false, true],
    );
    assert.match(
      (await client.refused("setExceptionBreakpoints", { filters: ["taskEaten"] })).message,
      /taskCreated/,
    );
  });

  it("can be taken back while the program runs", async () => {
    await launch({ ...filter("taskCreated"), breakpoints: ["main-end"] });
    const stop = await program.stopped();
    await program.client.request("setExceptionBreakpoints", { filters: [] });
    assert.equal((await program.go("continue", stop.threadId)).marker, "main-end");
  });

  it("of exceptions hold to their condition", async () => {
    await launch({
      filterOptions: [{ filterId: "all", condition: "error instanceof TypeError" }],
      breakpoints: ["main-end"],
    });
    assert.equal((await program.stopped()).marker, "main-end");
    await program.close();
    await launch({ filterOptions: [{ filterId: "all", condition: "error instanceof RangeError" }] });
    assert.equal((await program.stopped()).marker, "failing-throw");
  });
});

describe("stopping in one task", () => {
  it("runs until the task resumes", async () => {
    await launch({ breakpoints: ["create-hangs"] });
    await program.stopped();
    const ticks = (await program.findTask("ticks"))!;
    await program.client.request("asyncioRunToResume", { taskId: ticks.id });
    const first = await program.stopped();
    assert.deepEqual([first.reason, first.marker, first.threadId], ["step", "tick", ticks.threadId]);
    await program.client.request("asyncioRunToResume", { taskId: ticks.id });
    const second = await program.stopped();
    assert.deepEqual([second.reason, second.marker, second.threadId], ["step", "tick", ticks.threadId]);
  });

  it("stops in the task each time that a running program is asked to: now and then it used to run on", async () => {
    await launch({}, ["hang"]);
    const { id: taskId } = await program.task("ticks", ({ awaiting }) => awaiting?.kind === "sleep");
    for (let round = 0; round < 60; round++) {
      await program.client.request("asyncioRunToResume", { taskId });
      const { marker, threadId } = await program.stopped();
      assert.equal(marker, "tick");
      await program.client.request("continue", { threadId });
    }
  });

  it("steps a task to its next await, where it is suspended then", async () => {
    await launch({ breakpoints: ["tick"] });
    const { threadId } = await program.stopped();
    const ticks = (await program.findTask("ticks"))!;
    await program.client.request("asyncioStepToAwait", { taskId: ticks.id });
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker, stop.threadId], ["step", "tick-sleep", threadId]);
    assert.equal(stop.description, "Task 'ticks' is at its next await");
    assert.equal((await program.go("next", threadId)).marker, "tick");
  });

  it("breaks on a task's next resume, once, while the program runs", async () => {
    await launch({}, ["hang"]);
    const { id, threadId } = await program.task("ticks", ({ awaiting }) => awaiting !== undefined);
    assert.deepEqual(await program.client.request("asyncioBreakOnTask", { taskId: id }), { enabled: true });
    const stop = await program.stopped();
    assert.deepEqual([stop.reason, stop.marker, stop.threadId], ["breakpoint", "tick", threadId]);
    assert.equal(stop.description, "Task 'ticks' has resumed");
    await program.client.request("continue", { threadId: stop.threadId });
    const steps = (await program.findTask("ticks"))!.counters!.steps;
    await program.task("ticks", ({ counters }) => counters!.steps > steps + 3);
  });

  it("freezes a task, says so, and thaws it", async () => {
    await launch({}, ["hang"]);
    const { id } = await program.task("ticks", ({ awaiting }) => awaiting !== undefined);
    assert.deepEqual(await program.client.request("asyncioFreeze", { taskId: id }), { frozen: true });
    // Its sleep ends, and nothing comes of that.
    const frozen = await program.task("ticks", ({ awaiting }) => awaiting === undefined);
    assert.equal(frozen.frozen, true);
    assert.equal(frozen.state, "pending");
    const { findings } = await program.client.request("asyncioDiagnose", {});
    assert.deepEqual(findings, []);
    assert.equal((await program.findTask("ticks"))?.counters?.steps, frozen.counters?.steps);
    assert.match(
      (await program.client.refused("asyncioRunToResume", { taskId: id })).message,
      /'ticks' is frozen/,
    );
    await program.client.request("asyncioThaw", { taskId: id });
    await program.task("ticks", (task) => !task.frozen && task.counters!.steps > frozen.counters!.steps);
  });

  it("thaws what it has frozen when it leaves a program that goes on", async () => {
    await launch({}, ["hang"]);
    const { systemProcessId } = await program.client.next("process");
    const { id } = await program.task("ticks", ({ awaiting }) => awaiting !== undefined);
    const guest = await DebugProgram.attach(program.file, { processId: systemProcessId });
    try {
      await guest.client.request("asyncioFreeze", { taskId: id });
      await program.task("ticks", ({ frozen }) => frozen === true);
    } finally {
      await guest.close();
    }
    await program.task("ticks", ({ frozen }) => frozen !== true);
  });

  it("thaws what it has frozen when it is killed, and nothing of what others have: those used to stay frozen", async () => {
    await launch({}, ["hang"]);
    const { systemProcessId } = await program.client.next("process");
    const { id } = await program.task("ticks", ({ awaiting }) => awaiting !== undefined);
    const { id: owners } = await program.task("hangs");
    await program.client.request("asyncioFreeze", { taskId: owners });
    const guest = await DebugProgram.attach(program.file, { processId: systemProcessId });
    await guest.client.request("asyncioFreeze", { taskId: id });
    await program.task("ticks", ({ frozen }) => frozen === true);
    guest.client.adapter.kill("SIGKILL");
    await guest.client.exited;
    await program.task("ticks", ({ frozen }) => frozen !== true);
    assert.equal((await program.findTask("hangs"))?.frozen, true);
  });

  it("refuses tasks that are unknown or have ended", async () => {
    await launch({ breakpoints: ["main-end"] });
    await program.stopped();
    const stays = (await program.findTask("stays"))!;
    for (const command of ["asyncioFreeze", "asyncioRunToResume", "asyncioBreakOnTask"]) {
      assert.match((await program.client.refused(command, { taskId: 999 })).message, /There is no task 999/);
      assert.match(
        (await program.client.refused(command, { taskId: stays.id })).message,
        /'stays' has ended/,
      );
    }
  });
});
