import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DapClient } from "../support/dap-client.js";
import {
  DebugProgram,
  markedLine,
  markerOf,
  PROGRAMS,
  programPath,
  type StartOptions,
} from "../support/debug-program.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

async function launch(name: string, options: StartOptions = {}): Promise<DebugProgram> {
  program = await DebugProgram.launch(name, options);
  return program;
}

describe("function breakpoints", () => {
  for (const [name, file, marker] of [
    ["leaf", "steps.ts", "leaf"],
    ["helper", "steps.ts", "helper"],
    ["method", "blocks-of-code.ts", "method"],
    ["decorated", "blocks-of-code.ts", "decorated"],
  ] as const) {
    it(`stop at the first line of ${name} in ${file}, set before it is loaded`, async () => {
      await launch(file, { functions: [{ name }] });
      const stop = await program.stopped();
      assert.deepEqual([stop.reason, stop.marker], ["function breakpoint", marker]);
      const told = program.client.events.filter(({ event }) => event === "breakpoint");
      assert.deepEqual(
        told.map(({ body }) => (body as { breakpoint: { verified: boolean } }).breakpoint.verified),
        [true],
      );
    });
  }

  it("stop in a CommonJS module", async () => {
    await launch("commonjs.cts", { functions: [{ name: "work" }] });
    assert.equal((await program.stopped()).marker, "work");
  });

  it("hold to their condition, and are set and taken back while the program runs", async () => {
    await launch("steps.ts", { breakpoints: ["gather"] });
    const { client } = program;
    const first = await program.stopped();
    const { breakpoints } = await client.request("setFunctionBreakpoints", {
      breakpoints: [{ name: "leaf", condition: "name[0] === 'C'" }, { name: "nothing" }],
    });
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [true, false],
    );
    assert.match(breakpoints[1]!.message ?? "", /No function 'nothing'/);
    const stop = await program.go("continue", first.threadId);
    assert.equal(stop.marker, "leaf");
    assert.match((await program.locals(stop.top.id)).name ?? "", /C/);
    await client.request("setFunctionBreakpoints", { breakpoints: [] });
    await client.request("continue", { threadId: stop.threadId });
    assert.equal(await program.ended(), 0);
  });

  it("are those of the last of two requests at once: the second used to fail on the first", async () => {
    await launch("steps.ts", { breakpoints: ["gather"] });
    const { client } = program;
    const first = await program.stopped();
    const ask = (...names: string[]) =>
      client.request("setFunctionBreakpoints", { breakpoints: names.map((name) => ({ name })) });
    const answers = await Promise.all([ask("leaf", "nothing"), ask("quick")]);
    assert.deepEqual(
      answers.map(({ breakpoints }) => breakpoints.map(({ verified }) => verified)),
      [[true, false], [true]],
    );
    const lines = answers.map(({ breakpoints }) => markerOf(program.file, breakpoints[0]!.line!));
    assert.deepEqual(lines, ["leaf", "quick"]);
    assert.equal((await program.go("continue", first.threadId)).marker, "quick");
    await ask();
    await client.request("continue", { threadId: first.threadId });
    assert.equal(await program.ended(), 0);
  });
});

describe("exception filters", () => {
  it("are those of the last of two requests at once: a task breakpoint of the first used to stay", async () => {
    await launch("steps.ts", { functions: [{ name: "main" }] });
    const { client } = program;
    const first = await program.stopped();
    const ask = (...filters: string[]) => client.request("setExceptionBreakpoints", { filters });
    await Promise.all([ask("all", "taskCreated"), ask("all")]);
    const stop = await program.go("continue", first.threadId);
    assert.deepEqual([stop.reason, stop.marker], ["exception", "throw"]);
    await ask();
    await client.request("continue", { threadId: stop.threadId });
    assert.equal(await program.ended(), 0);
  });

  it("count that come while the program is made ready: they used to be forgotten", async () => {
    const client = new DapClient();
    try {
      await client.request("initialize", { pathFormat: "path" });
      const file = programPath("steps.ts");
      const launched = client.request("launch", { program: file, cwd: PROGRAMS });
      await client.next("process");
      await client.request("setExceptionBreakpoints", { filters: ["all"] });
      await client.request("configurationDone");
      await launched;
      assert.equal((await client.next("stopped")).reason, "exception");
    } finally {
      await client.close();
    }
  });
});

describe("a task to stop in", () => {
  it("is one when it is switched off and on at once: it used not to be", async () => {
    await launch("steps.ts", { breakpoints: [{ at: "work", condition: "name === 'A'" }] });
    const { client } = program;
    const first = await program.stopped();
    const { id: taskId } = (await program.findTask("B"))!;
    const breakOn = (enabled: boolean) => client.request("asyncioBreakOnTask", { taskId, enabled });
    assert.deepEqual(await Promise.all([breakOn(true), breakOn(false), breakOn(true)]), [
      { enabled: true },
      { enabled: false },
      { enabled: true },
    ]);
    const stop = await program.go("continue", first.threadId);
    assert.equal(stop.reason, "breakpoint");
    assert.match(stop.description ?? "", /Task 'B' has resumed/);
  });
});

describe("breakpoints", () => {
  it("on a line without code move to the next one that has some, and say so", async () => {
    await launch("steps.ts", { breakpoints: ["work"] });
    const { threadId } = await program.stopped();
    const line = markedLine(program.file, "helper-return") + 2;
    const { breakpoints } = await program.client.request("setBreakpoints", {
      source: { path: program.file },
      breakpoints: [{ line }],
    });
    assert.equal(breakpoints[0]?.verified, true);
    assert.ok(breakpoints[0]!.line! > line, "it has moved");
    await program.client.request("setBreakpoints", { source: { path: program.file }, breakpoints: [] });
    await program.client.request("continue", { threadId });
    assert.equal(await program.ended(), 0);
  });

  it("are set, and taken back, while the program runs", async () => {
    await launch("task-stops.ts", { launch: { args: ["hang"] } });
    await program.task("ticks", ({ awaiting }) => awaiting !== undefined);
    await program.setBreakpoints(["tick"]);
    const stop = await program.stopped();
    assert.equal(stop.marker, "tick");
    await program.setBreakpoints([]);
    await program.client.request("continue", { threadId: stop.threadId });
    const { steps } = (await program.findTask("ticks"))!.counters!;
    await program.task("ticks", ({ counters }) => counters!.steps > steps + 3);
  });

  it("can be set where the adapter says that one is possible", async () => {
    await launch("steps.ts", { breakpoints: ["work"] });
    await program.stopped();
    const line = markedLine(program.file, "other-leaf");
    const { breakpoints } = await program.client.request("breakpointLocations", {
      source: { path: program.file },
      line,
    });
    assert.ok(breakpoints.length > 1, "the statement, and the call in it");
    const last = breakpoints.at(-1)!;
    assert.equal(last.line, line);
    const set = await program.client.request("setBreakpoints", {
      source: { path: program.file },
      breakpoints: [{ line, column: last.column }],
    });
    assert.deepEqual([set.breakpoints[0]?.line, set.breakpoints[0]?.column], [line, last.column]);
  });
});
