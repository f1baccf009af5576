import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, programPath, type StartOptions } from "../support/debug-program.js";

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

describe("a program without asyncio under the adapter", () => {
  it("runs to its end: output on both streams, the exit code, each event once", async () => {
    const { client } = await launch("plain.ts");
    assert.equal(await program!.ended(), 3);
    assert.equal(client.output("stdout"), "sum 30\ntimer\n");
    assert.equal(client.output("stderr"), "warned\n");
    await program!.close();
    const names = client.events.map(({ event }) => event);
    for (const once of ["initialized", "exited", "terminated"]) {
      assert.equal(names.filter((name) => name === once).length, 1, once);
    }
    assert.ok(names.indexOf("exited") > names.lastIndexOf("output"), "nothing is printed after the end");
  });

  it("says once that no asyncio program was seen, and has no tasks", async () => {
    const { client } = await launch("plain.ts");
    await program!.ended();
    assert.deepEqual((await program!.tasks()).tasks, []);
    assert.deepEqual((await program!.tasks()).tasks, []);
    assert.equal(client.output("console").match(/No asyncio program was seen/g)?.length, 1);
  });

  it("stops at a breakpoint of the .ts file, with its path, locals and values", async () => {
    await launch("plain.ts", { breakpoints: ["total"] });
    const stop = await program!.stopped();
    assert.equal(stop.reason, "breakpoint");
    assert.equal(stop.allThreadsStopped, true);
    assert.equal(stop.marker, "total");
    assert.equal(stop.top.name, "total");
    assert.equal(stop.top.source?.path, programPath("plain.ts"));
    assert.equal((await program!.locals(stop.top.id)).count, "1");
    const { result } = await program!.client.request("evaluate", {
      expression: "order.items.concat('x').length + count",
      frameId: stop.top.id,
    });
    assert.equal(result, "3");
  });

  it("steps over, into and out of plain functions", async () => {
    await launch("plain.ts", { breakpoints: ["loop"] });
    const { threadId } = await program!.stopped();
    const inside = await program!.go("stepIn", threadId);
    assert.equal(inside.reason, "step");
    assert.equal(inside.top.name, "total");
    assert.equal((await program!.go("next", threadId)).marker, "total");
    const outside = await program!.go("stepOut", threadId);
    assert.notEqual(outside.top.name, "total");
    assert.equal(outside.reason, "step");
  });

  it("evaluates conditions, hit conditions and log points", async () => {
    const { client } = await launch("plain.ts", {
      breakpoints: [
        { at: "total", condition: "order.id === 2" },
        { at: "loop", logMessage: "order {order.id} of {orders.length}, {{braces}}" },
        { at: "after", hitCondition: "1" },
      ],
    });
    const stop = await program!.stopped();
    assert.equal((await program!.locals(stop.top.id)).count, "2");
    assert.equal((await program!.go("continue", stop.threadId)).marker, "after");
    assert.match(client.output("console"), /^order 1 of 3, /m);
    assert.match(client.output("console"), /^order 3 of 3, /m);
  });

  it("stops at the n-th hit", async () => {
    await launch("plain.ts", { breakpoints: [{ at: "loop", hitCondition: "3" }] });
    const stop = await program!.stopped();
    const { result } = await program!.client.request("evaluate", {
      expression: "order.id",
      frameId: stop.top.id,
    });
    assert.equal(result, "3");
  });

  it("refuses a condition that is no expression, and says so at the breakpoint", async () => {
    await launch("plain.ts");
    const { breakpoints } = await program!.setBreakpoints([{ at: "timer", condition: "1 +" }]);
    assert.equal(breakpoints[0]?.verified, false);
    assert.match(breakpoints[0]?.message ?? "", /not an expression/);
  });

  it("verifies a breakpoint when its file is loaded", async () => {
    const { client } = await launch("plain.ts", { breakpoints: ["timer"] });
    const { breakpoint } = await client.next("breakpoint", (body) => body.breakpoint.verified);
    assert.equal(breakpoint.source?.path, programPath("plain.ts"));
    assert.equal((await program!.stopped()).marker, "timer");
  });

  it("stops at the entry", async () => {
    await launch("plain.ts", { launch: { stopOnEntry: true } });
    const stop = await program!.stopped();
    assert.equal(stop.reason, "entry");
    assert.equal(stop.top.source?.path, programPath("plain.ts"));
  });

  it("does not stop without debugging", async () => {
    const { client } = await launch("plain.ts", { breakpoints: ["total"], launch: { noDebug: true } });
    assert.equal(await program!.ended(), 3);
    assert.ok(!client.events.some(({ event }) => event === "stopped"));
  });

  it("sets a local, and refuses what cannot be set", async () => {
    await launch("plain.ts", { breakpoints: ["total"] });
    const { top, threadId } = await program!.stopped();
    const { scopes } = await program!.client.request("scopes", { frameId: top.id });
    const local = scopes.find(({ name }) => name === "Local")!;
    const set = await program!.client.request("setVariable", {
      variablesReference: local.variablesReference,
      name: "count",
      value: "order.id + 4",
    });
    assert.equal(set.value, "5");
    const { result } = await program!.client.request("evaluate", { expression: "count", frameId: top.id });
    assert.equal(result, "5");
    const missing = { variablesReference: local.variablesReference, name: "nobody", value: "1" };
    assert.match((await program!.client.refused("setVariable", missing)).message, /'nobody' cannot be set/);
    await program!.client.request("continue", { threadId });
  });
});
