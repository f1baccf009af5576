/** What a user types, evaluated in suspended coroutines, in stopped ones, and awaited by the program's own loop. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, type StartOptions } from "../../support/debug-program.js";
import { debuggables } from "../../support/python.js";

let program: DebugProgram;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
});

async function launch(options: StartOptions): Promise<void> {
  program = await DebugProgram.launch("python/evaluate.py", options);
}

/** The innermost frame of a suspended task. */
async function frameOf(name: string): Promise<number> {
  const { threadId } = await program.task(name, ({ awaiting }) => awaiting !== undefined);
  const { stackFrames } = await program.client.request("stackTrace", { threadId: threadId! });
  return stackFrames[0]!.id;
}

/** What the program says once its order is there. */
async function order(): Promise<string> {
  const { client } = program;
  // It may come in pieces.
  await client.until("its line", () => /order of .*\n/.test(client.output("stdout")));
  return client.output("stdout");
}

const evaluate = (expression: string, frameId?: number, context = "repl") =>
  program.client.request("evaluate", { expression, context, ...(frameId === undefined ? {} : { frameId }) });

async function refused(expression: string, frameId?: number): Promise<string> {
  const args = { expression, context: "repl", ...(frameId === undefined ? {} : { frameId }) };
  return (await program.client.refused("evaluate", args)).message;
}

/** What holds for a program that runs, whether debugpy is there or not. */
function whileItRuns(options: StartOptions): void {
  it("evaluates in a suspended coroutine, whose objects can be changed", async () => {
    await launch(options);
    const frame = await frameOf("order");
    assert.equal((await evaluate("basket.total()", frame)).result, "10");
    assert.equal(
      (await evaluate("[prices[item] * count for item in basket.items]", frame, "watch")).result,
      "[10, 10]",
    );
    await evaluate("basket.items.append('tea')", frame);
    assert.equal((await evaluate("basket.total()", frame, "hover")).result, "13");
  });

  it("shows the parts of a result", async () => {
    await launch(options);
    const { result, type, variablesReference } = await evaluate("basket", await frameOf("order"));
    assert.match(result, /^<__main__\.Basket object/);
    assert.equal(type, "Basket");
    const { variables } = await program.client.request("variables", { variablesReference });
    assert.deepEqual(
      variables.map(({ name, value }) => [name, value]),
      [["items", "['cake', 'cake']"]],
    );
  });

  it("keeps what a statement names, and sets the locals that one does", async () => {
    await launch(options);
    const frame = await frameOf("order");
    await evaluate("half = basket.total() / 2", frame);
    assert.equal((await evaluate("half + 1", frame)).result, "6.0");
    await evaluate("count = 3", frame);
    assert.equal((await evaluate("count", frame)).result, "3");
    assert.match(await refused("del count", frame), /'count' cannot be deleted/);
    await evaluate("ordered.set()");
    assert.match(await order(), /order of 3 \['cake', 'cake'\]/);
  });

  it("sets variables and expressions of a suspended coroutine, whose code sees them", async () => {
    await launch(options);
    const { client } = program;
    const frameId = await frameOf("order");
    const { scopes } = await client.request("scopes", { frameId });
    const locals = scopes[0]!.variablesReference;
    const set = { variablesReference: locals, name: "count", value: "count + 5" };
    assert.equal((await client.request("setVariable", set)).value, "7");
    const { variables } = await client.request("variables", { variablesReference: locals });
    const basket = variables.find(({ name }) => name === "basket")!.variablesReference;
    await client.request("setVariable", { variablesReference: basket, name: "items", value: "['tea']" });
    const { value, type } = await client.request("setExpression", {
      expression: "basket.items[0]",
      value: "'pie'",
      frameId,
    });
    assert.deepEqual([value, type], ["'pie'", "str"]);
    const wrong = { expression: "count + 1", value: "2", frameId };
    assert.match((await client.refused("setExpression", wrong)).message, /is no variable, attribute or item/);
    await client.request("setExpression", { expression: "prices['pie']", value: "4" });
    assert.equal((await evaluate("basket.total()", frameId)).result, "4");
    await evaluate("ordered.set()");
    assert.match(await order(), /order of 7 \['pie'\]/);
  });

  it("says what went wrong in the program's own words", async () => {
    await launch(options);
    const frame = await frameOf("order");
    assert.match(await refused("prices['tart']", frame), /KeyError: 'tart'/);
    assert.match(await refused("basket.", frame), /invalid syntax/);
  });

  it("awaits in the program's own loop", async () => {
    await launch(options);
    const frame = await frameOf("order");
    assert.equal((await evaluate("await ask(basket.items[0]) + count", frame)).result, "7");
    assert.equal((await evaluate("await ask('tea')")).result, "3");
    assert.match(await refused("await ask('tart')"), /KeyError: 'tart'/);
    await evaluate("price = await ask('cake')", frame);
    assert.equal((await evaluate("price", frame)).result, "5");
  });

  it("completes names and attributes in a suspended coroutine", async () => {
    await launch(options);
    const frameId = await frameOf("order");
    const complete = async (text: string) => {
      const { targets } = await program.client.request("completions", {
        text,
        column: text.length + 1,
        frameId,
      });
      return targets.map(({ label, start, length }) => [label, start, length]);
    };
    assert.deepEqual(await complete("1 + bas"), [["basket", 5, 3]]);
    assert.deepEqual(await complete("basket.t"), [["total", 8, 1]]);
  });
}

describe("evaluating in a Python program that runs", () => {
  whileItRuns({ launch: { noDebug: true } });
});

const [first, ...others] = debuggables();

describe(`evaluating in a Python program that runs, on ${first!.name}`, () =>
  whileItRuns({ launch: first!.launch }));

for (const { name, launch: how } of [first!, ...others]) {
  describe(`evaluating in a Python program that is stopped, on ${name}`, () => {
    it("evaluates in a suspended coroutine beside the one that is stopped", async () => {
      await launch({ launch: how, breakpoints: ["tick"] });
      const stop = await program.stopped();
      assert.equal((await evaluate("number >= 0", stop.top.id)).result, "True");
      const frame = await frameOf("order");
      assert.equal((await evaluate("basket.total() * count", frame, "watch")).result, "20");
      const { variablesReference } = await evaluate("basket", frame);
      const { variables } = await program.client.request("variables", { variablesReference });
      assert.ok(variables.some(({ name: part }) => part === "items"));
      assert.match(await refused("prices['tart']", frame), /KeyError/);
      const { targets } = await program.client.request("completions", {
        text: "bas",
        column: 4,
        frameId: frame,
      });
      assert.deepEqual(
        targets.map(({ label }) => label),
        ["basket"],
      );
    });

    it("sets what is stopped, and what is suspended beside it", async () => {
      await launch({ launch: how, breakpoints: ["tick"] });
      const { client } = program;
      const stop = await program.stopped();
      const set = async (expression: string, value: string, frameId: number) =>
        (await client.request("setExpression", { expression, value, frameId })).value;
      assert.equal(await set("number", "41", stop.top.id), "41");
      const frame = await frameOf("order");
      assert.equal(await set("count", "2 + 2", frame), "4");
      assert.equal(await set("basket.items", "[]", frame), "[]");
      const wrong = { expression: "missing", value: "1", frameId: frame };
      assert.match((await client.refused("setExpression", wrong)).message, /no local of this coroutine/);
      await evaluate("ordered.set()", stop.top.id);
      const next = await program.go("continue", stop.threadId);
      assert.equal((await program.locals(next.top.id)).number, "42");
      await program.setBreakpoints([]);
      await client.request("continue", { threadId: next.threadId });
      assert.match(await order(), /order of 4 \[\]/);
    });

    it("answers what is awaited when the program goes on", async () => {
      await launch({ launch: how, breakpoints: ["tick"] });
      const { client } = program;
      const stop = await program.stopped();
      const answer = evaluate("await ask('tea') + 39 + number - number", stop.top.id);
      await client.until("a note", () => client.output("console").includes("answered when it goes on"));
      await program.setBreakpoints([]);
      await client.request("continue", { threadId: stop.threadId });
      assert.equal((await answer).result, "42");
    });
  });
}
