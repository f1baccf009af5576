import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram | undefined;
let frameId: number;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

async function stopInUse(): Promise<DebugProgram> {
  program = await DebugProgram.launch("values.ts", { breakpoints: ["running"] });
  frameId = (await program.stopped()).top.id;
  return program;
}

async function lookIntoShop(): Promise<DebugProgram> {
  program = await DebugProgram.launch("values.ts");
  const { threadId } = await program.task("shop", ({ awaiting }) => awaiting?.kind === "event");
  const { stackFrames } = await program.client.request("stackTrace", { threadId });
  frameId = stackFrames[0]!.id;
  return program;
}

async function evaluate(expression: string, context = "repl"): Promise<string> {
  return (await program!.client.request("evaluate", { expression, context, frameId })).result;
}

async function refusal(expression: string, context = "repl"): Promise<string> {
  return (await program!.client.refused("evaluate", { expression, context, frameId })).message;
}

async function complete(text: string, column = text.length + 1): Promise<string[]> {
  const body = await program!.client.request("completions", { text, column, frameId });
  return body.targets.map(({ label }) => label);
}

describe("evaluating in a running frame", () => {
  it("sees the scope, changes locals, and a hover changes nothing", async () => {
    await stopInUse();
    assert.equal(await evaluate("of.few.length + count"), "5");
    assert.equal(await evaluate("count = 10"), "10");
    assert.equal(await evaluate("count", "watch"), "10");
    assert.match(await refusal("count = 11", "hover"), /side-effect/);
    assert.match(await refusal("of.account.balance", "hover"), /side-effect/);
    assert.equal(await evaluate("of.account.owner", "hover"), "'ada'");
    assert.equal(await evaluate("count", "watch"), "10");
  });

  it("answers a console without a frame while it is paused", async () => {
    const { client } = await stopInUse();
    const { result } = await client.request("evaluate", { expression: "40 + 2", context: "repl" });
    assert.equal(result, "42");
  });

  it("sets what an expression names", async () => {
    const { client } = await stopInUse();
    for (const [expression, value, shown] of [
      ["count", "of.few.length", "3"],
      ["of.account.owner", "'bob'", "'bob'"],
      ["of.few[0]", "{ a: 1 }", "{a: 1}"],
    ] as const) {
      const body = await client.request("setExpression", { expression, value, frameId });
      assert.equal(body.value, shown);
      assert.equal(await evaluate(expression), shown);
    }
    const wrong = { expression: "1 + 1", value: "3", frameId };
    assert.match((await client.refused("setExpression", wrong)).message, /SyntaxError/);
  });

  it("copies whole values: deep, in circles, with maps, and getters by name only", async () => {
    await stopInUse();
    const copied = await evaluate("of", "clipboard");
    assert.match(copied, /"two"/);
    assert.match(copied, /self: \[Circular\]/);
    assert.match(copied, /"tea" => 3/);
    assert.match(copied, /\{\n\s+index: 4999\n\s+\}/);
    assert.match(copied, /\[Symbol\(mark\)\]: "by symbol"/);
    assert.match(copied, /big: 12345678901234567890n/);
    assert.equal(await evaluate("of.account.reads"), "0");
    assert.equal(await evaluate("'a\\nb'", "clipboard"), "a\nb");
  });
});

describe("evaluating in a suspended coroutine", () => {
  it("sees its locals and `this`, changes objects, and refuses what would not stick", async () => {
    const { client } = await lookIntoShop();
    assert.equal(await evaluate("title + served + this.name"), "'tea & cake1corner'");
    assert.equal(await evaluate("bag.few.push(4)"), "4");
    assert.equal(await evaluate("bag.few.length", "watch"), "4");
    assert.match(await refusal("served++"), /'served' cannot be set: its coroutine is suspended/);
    assert.match(await refusal("(served = 5)"), /'served' cannot be set/);
    assert.equal(await evaluate("served"), "1");
    assert.match(await refusal("bag.few.push(5)", "hover"), /side-effect/);
    assert.equal(await evaluate("bag.few.length", "hover"), "4");
    const set = (expression: string) =>
      client.request("setExpression", { expression, value: "'eve'", frameId });
    assert.equal((await set("bag.account.owner")).value, "'eve'");
    assert.equal(await evaluate("bag.account.owner"), "'eve'");
    assert.equal((await set("title")).value, "'eve' // once it resumes");
    assert.equal(await evaluate("title"), "'eve'");
    await assert.rejects(set("this.name.x"), /cannot be set|TypeError/);
  });
});

describe("`yield*` in the Debug Console", () => {
  it("awaits in the program's own loop, in the scope of a suspended coroutine", async () => {
    await lookIntoShop();
    assert.equal(await evaluate("yield* answer(title)"), "10");
    assert.equal(await evaluate("(yield* answer(this.name)) + served"), "7");
    assert.equal(await evaluate("const kept = yield* answer('abc');"), "3");
    assert.equal(await evaluate("kept + 1"), "4");
    assert.equal(await evaluate("for (let i = 0; i < 3; i++) yield* answer('x'); return 'done'"), "'done'");
    assert.equal(await evaluate("await Promise.resolve(served + 41)"), "42");
  });

  it("says the program's own error, which ends nothing", async () => {
    await lookIntoShop();
    assert.match(await refusal("yield* answer('fail')"), /^RangeError: no answer/);
    assert.match(await refusal("yield* nobody()"), /ReferenceError: nobody is not defined/);
    assert.match(await refusal("yield* 5"), /TypeError/);
    assert.match(await refusal("yield* )"), /SyntaxError/);
    assert.match(await refusal("await Promise.reject(new Error('no'))"), /^Error: no/);
    assert.equal(await evaluate("yield* answer('still')"), "5");
  });

  it("is told its errors, for which a program that stops at what nobody catches used to stop", async () => {
    const { client } = await lookIntoShop();
    await client.request("setExceptionBreakpoints", { filters: ["uncaught"] });
    assert.match(await refusal("yield* nobody()"), /ReferenceError: nobody is not defined/);
    assert.match(await refusal("yield* answer('fail')"), /^RangeError: no answer/);
    assert.match(await refusal("await answer('x').nothing()"), /TypeError/);
    assert.ok(!client.events.some(({ event }) => event === "stopped"));
  });

  it("is left out of stacks and stops: what it calls is the program's own", async () => {
    const { client } = await lookIntoShop();
    await client.request("setExceptionBreakpoints", { filters: ["all"] });
    assert.match(await refusal("yield* nobody()"), /ReferenceError: nobody is not defined/);
    const answered = refusal("yield* answer('fail')");
    const stop = await program!.stopped();
    assert.match(stop.text ?? "", /no answer/);
    assert.deepEqual(
      stop.frames.map(({ name }) => name),
      ["answer"],
    );
    await client.request("continue", { threadId: stop.threadId });
    assert.match(await answered, /^RangeError: no answer/);
  });

  it("is a task that can be seen and cancelled, while other requests are answered", async () => {
    const { client } = await lookIntoShop();
    const waiting = client.refused("evaluate", {
      expression: "yield* gate.wait()",
      context: "repl",
      frameId,
    });
    const task = await program!.task("Debug Console", ({ awaiting }) => awaiting?.kind === "event");
    assert.equal(await evaluate("served"), "1");
    await client.request("asyncioCancel", { taskId: task.id });
    assert.match((await waiting).message, /CancelledError/);
  });

  it("is cancelled by the client's own request", async () => {
    const { client } = await lookIntoShop();
    const requestId = client.nextSeq;
    const waiting = client.refused("evaluate", {
      expression: "yield* gate.wait()",
      context: "repl",
      frameId,
    });
    await program!.task("Debug Console", ({ awaiting }) => awaiting?.kind === "event");
    await client.request("cancel", { requestId });
    assert.match((await waiting).message, /CancelledError/);
  });

  it("says on a paused program that it has to go on, and is answered then", async () => {
    const { client } = await stopInUse();
    const answer = evaluate("yield* answer('seven' + count)");
    await client.until("the note", () =>
      /is paused: 'yield\*' is answered when it goes on/.test(client.output("console")),
    );
    await client.request("continue", { threadId: 1 });
    assert.equal(await answer, "6");
  });

  it("is refused in a program without asyncio", async () => {
    program = await DebugProgram.launch("plain.ts", { breakpoints: ["total"] });
    await program.stopped();
    const { message } = await program.client.refused("evaluate", { expression: "yield* 1", context: "repl" });
    assert.match(message, /has not loaded loopscope/);
  });
});

describe("completions", () => {
  for (const [where, begin] of [
    ["a running frame", stopInUse],
    ["a suspended coroutine", lookIntoShop],
  ] as const) {
    it(`know the scope and the members of values in ${where}, and call nothing`, async () => {
      const { client } = await begin();
      const bag = where === "a running frame" ? "of" : "bag";
      assert.ok((await complete(bag.slice(0, 1))).includes(bag));
      assert.deepEqual(await complete(`1 + ${bag}.acc`), ["account"]);
      assert.deepEqual((await complete(`${bag}.account.`)).slice(0, 2).sort(), ["owner", "reads"]);
      assert.ok((await complete(`${bag}.account.`)).includes("balance"));
      assert.ok((await complete(`${bag}.few[1].toUp`)).includes("toUpperCase"));
      assert.ok((await complete(`${bag}?.stock.ge`)).includes("get"));
      assert.ok((await complete(`[1, 2].fla`)).includes("flatMap"));
      assert.ok((await complete("yie")).includes("yield*"));
      assert.ok((await complete("structuredC")).includes("structuredClone"));
      assert.deepEqual(await complete("nobody.there."), []);
      assert.deepEqual(await complete(`${bag}.few.push(9).`), [], "it would change the program");
      assert.equal(await evaluate(`${bag}.few.length`), "3");
      const { targets } = await client.request("completions", {
        text: `let x\n${bag}.fe + 1`,
        line: 2,
        column: bag.length + 4,
        frameId,
      });
      assert.deepEqual(
        targets.map(({ label, start, length }) => [label, start, length]),
        [["few", 6 + bag.length + 2, 2]],
      );
    });
  }

  it("begin for VS Code where it takes them to begin: it used to drop those of a whole word", async () => {
    program = await DebugProgram.launch("values.ts", { initialize: { clientID: "vscode" } });
    const { targets } = await program.client.request("completions", { text: "1 + structuredC", column: 16 });
    assert.deepEqual(
      targets.map(({ label, start, length }) => [label, start, length]),
      [["structuredClone", 4, 11]],
    );
  });

  it("work without a frame", async () => {
    const { client } = await lookIntoShop();
    const { targets } = await client.request("completions", { text: "JSON.str", column: 9 });
    assert.deepEqual(
      targets.map(({ label, type }) => [label, type]),
      [["stringify", "method"]],
    );
  });
});
