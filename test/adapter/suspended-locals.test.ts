import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { DapClient } from "../support/dap-client.js";
import { DebugProgram, type StartOptions } from "../support/debug-program.js";

const OPEN = "void open.set()";

let program: DebugProgram | undefined;
let client: DapClient;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

/** Runs until all tasks wait for the event. */
async function launch(options?: StartOptions): Promise<void> {
  program = await DebugProgram.launch("locals.ts", options);
  ({ client } = program);
  await program.task("outer", ({ awaiting }) => awaiting?.kind === "event");
}

/** The frames of a task by name; while the program runs they are valid until the task is asked for again. */
async function framesOf(task: string): Promise<Record<string, number>> {
  const { threadId } = await program!.task(task);
  const { stackFrames } = await client.request("stackTrace", { threadId: threadId! });
  return Object.fromEntries(stackFrames.map(({ name, id }) => [name, id]));
}

const frameOf = async (task: string, name = task): Promise<number> => (await framesOf(task))[name]!;

/** The scopes of a frame that have a variable of this name, innermost first. */
async function scopesWith(frameId: number, name: string): Promise<number[]> {
  const { scopes } = await client.request("scopes", { frameId });
  const found: number[] = [];
  for (const { variablesReference, expensive } of scopes) {
    if (expensive) continue;
    const { variables } = await client.request("variables", { variablesReference });
    if (variables.some((variable) => variable.name === name)) found.push(variablesReference);
  }
  return found;
}

async function set(frameId: number, name: string, value: string, scope = 0) {
  const variablesReference = (await scopesWith(frameId, name))[scope]!;
  return (await client.request("setVariable", { variablesReference, name, value })).value;
}

async function attachGuest(): Promise<DebugProgram> {
  const { systemProcessId } = await client.next("process");
  return DebugProgram.attach(program!.file, { processId: systemProcessId });
}

const evaluate = async (expression: string, frameId?: number, context = "repl") =>
  (await client.request("evaluate", { expression, context, ...(frameId === undefined ? {} : { frameId }) }))
    .result;

/** Opens the gate for all, waits for the end, and gives what was printed. */
async function finish(): Promise<string[]> {
  await evaluate(OPEN);
  assert.equal(await program!.ended(), 0);
  return client.output("stdout").trim().split("\n");
}

describe("a local of a suspended coroutine", () => {
  it("is set when its coroutine resumes, and shown as to come until then", async () => {
    await launch();
    const frameId = await frameOf("outer", "inner");
    assert.equal(await set(frameId, "total", "40 + 2"), "42 // once it resumes");
    assert.equal((await program!.locals(frameId)).total, "42 // once it resumes");
    assert.equal(await evaluate("total + 1", frameId), "43");
    assert.equal(await evaluate("total + 1", frameId, "hover"), "43");
    const { id } = await program!.task("outer");
    const { stack } = await client.request("asyncioInspect", { taskId: id });
    assert.equal(stack[0]?.locals?.find(({ name }) => name === "total")?.value, "42 // once it resumes");
    const printed = await finish();
    assert.ok(printed.includes("inner 42 fixed"), printed.join("\n"));
    assert.ok(printed.includes("results 462 none!"), printed.join("\n"));
    assert.doesNotMatch(client.output("console"), /could not be set/);
  });

  it("is set in every coroutine of the chain, and again before that, with objects too", async () => {
    await launch();
    const { inner = 0, outer = 0 } = await framesOf("outer");
    await set(inner, "total", "1");
    assert.equal(await set(inner, "total", "total + 1"), "2 // once it resumes");
    await set(outer, "factor", "100");
    await set(outer, "parts", "[...parts, {}, factor]");
    await set(await frameOf("decorated"), "word", "'set'");
    const printed = await finish();
    assert.ok(printed.includes("inner 2 fixed"), printed.join("\n"));
    assert.ok(printed.includes("outer 100 4"), printed.join("\n"));
    assert.ok(printed.includes("decorated set"), printed.join("\n"));
  });

  it("is taken back by setting what it has", async () => {
    await launch();
    const frameId = await frameOf("outer", "inner");
    await set(frameId, "total", "7");
    await set(frameId, "total", "8");
    const printed = await finish();
    assert.ok(printed.includes("inner 8 fixed"), printed.join("\n"));
  });

  it("is the one of its own scope, where several have its name", async () => {
    await launch();
    const frameId = await frameOf("shadowed");
    await set(frameId, "value", "'first'", 0);
    await set(frameId, "value", "'second'", 1);
    assert.equal(await evaluate("value", frameId), "'first'");
    const printed = await finish();
    assert.deepEqual(
      printed.filter((line) => line.startsWith("shadowed")),
      ["shadowed first", "shadowed second"],
    );
  });

  it("is set by an assignment in the console, and by `setExpression`", async () => {
    await launch();
    const { inner, outer } = await framesOf("outer");
    assert.equal(await evaluate("total = 3 * 3", inner), "9 // once it resumes");
    const { value } = await client.request("setExpression", {
      expression: "factor",
      value: "4",
      frameId: outer,
    });
    assert.equal(value, "4 // once it resumes");
    assert.equal(await evaluate("total === 9", inner), "true", "a comparison assigns nothing");
    const printed = await finish();
    assert.ok(printed.includes("results 45 none!"), printed.join("\n"));
  });

  it("is set on the way into a cancellation, and in a coroutine that ends by it not at all", async () => {
    await launch();
    await set(await frameOf("caught"), "reason", "'told'");
    await set(await frameOf("uncaught"), "never", "5");
    for (const name of ["caught", "uncaught"]) {
      await client.request("asyncioCancel", { taskId: (await program!.task(name)).id });
    }
    // Whichever is heard of first, the coroutine's end or its task's.
    await client.until("the note", () =>
      /(?:'never'|The locals) of 'uncaught' could not be set/.test(client.output("console")),
    );
    const printed = await finish();
    assert.ok(printed.includes("caught told CancelledError"), printed.join("\n"));
    assert.ok(printed.includes("finally told"), printed.join("\n"));
  });

  it("is set while the program is stopped, and takes no step and no breakpoint away", async () => {
    await launch();
    await program!.setBreakpoints(["sleeping"]);
    const { threadId, top } = await program!.stopped();
    await set(await frameOf("outer", "inner"), "total", "42");
    await set(await frameOf("decorated"), "word", "'kept'");
    await evaluate(OPEN, top.id);
    await program!.setBreakpoints(["returns"]);
    // On the way of the looping task's step the others resume: into one of them for a breakpoint, the rest silently.
    const at = await program!.go("next", threadId);
    assert.deepEqual([at.reason, at.marker], ["breakpoint", "returns"]);
    assert.equal((await program!.locals(at.top.id)).total, "42");
    const stepped = await program!.go("continue", threadId);
    assert.deepEqual([stepped.reason, stepped.marker], ["step", "looping"]);
    await client.request("continue", { threadId });
    assert.equal(await program!.ended(), 0);
    assert.match(client.output("stdout"), /decorated kept/);
  });

  it("is set before a step ends in its coroutine", async () => {
    await launch();
    await program!.setBreakpoints(["looping"]);
    const { top } = await program!.stopped();
    await program!.setBreakpoints([]);
    await set(await frameOf("outer", "inner"), "total", "42");
    await evaluate(OPEN, top.id);
    const resumed = await program!.go("next", (await program!.task("outer")).threadId!);
    assert.equal(resumed.reason, "step");
    assert.equal(await evaluate("total", resumed.top.id), "42");
  });

  it("is not set when the debugger leaves before that, and the program is none the worse", async () => {
    await launch();
    const guest = await attachGuest();
    try {
      const owner = client;
      client = guest.client;
      const frameId = await frameOf("outer", "inner");
      assert.equal(await set(frameId, "total", "42"), "42 // once it resumes");
      client = owner;
    } finally {
      await guest.close();
    }
    const printed = await finish();
    assert.ok(printed.includes("inner 8 fixed"), printed.join("\n"));
  });

  it("is set by a guest", async () => {
    await launch();
    const guest = await attachGuest();
    try {
      const owner = client;
      client = guest.client;
      await set(await frameOf("outer", "inner"), "total", "42");
      client = owner;
      const printed = await finish();
      assert.ok(printed.includes("inner 42 fixed"), printed.join("\n"));
    } finally {
      await guest.close();
    }
  });

  it("is set though it is a constant", async () => {
    await launch();
    await set(await frameOf("outer", "inner"), "fixed", "'changed'");
    const printed = await finish();
    assert.ok(printed.includes("inner 8 changed"), printed.join("\n"));
  });
});
