import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DebugProgram } from "../support/debug-program.js";

let program: DebugProgram;
let frameId: number;

type Variable = DebugProtocol.Variable;

async function members(
  reference: number,
  selection: { filter?: string; start?: number; count?: number } = {},
): Promise<readonly Variable[]> {
  const body = await program.client.request("variables", { variablesReference: reference, ...selection });
  return body.variables;
}

const names = (variables: readonly Variable[]): string[] => variables.map(({ name }) => name);

function named(variables: readonly Variable[], name: string): Variable {
  const found = variables.find((variable) => variable.name === name);
  assert.ok(found, `${name} is among ${names(variables).slice(0, 40).join(", ")}`);
  return found;
}

/** The variables of the frame's innermost scope. */
async function local(): Promise<readonly Variable[]> {
  const { scopes } = await program.client.request("scopes", { frameId });
  return members(scopes[0]!.variablesReference);
}

async function value(name: string): Promise<Variable> {
  return named(await members(named(await local(), bag).variablesReference), name);
}

const memberOf = async (name: string): Promise<readonly Variable[]> =>
  members((await value(name)).variablesReference);

async function set(variablesReference: number, name: string, text: string): Promise<string> {
  return (await program.client.request("setVariable", { variablesReference, name, value: text })).value;
}

async function refusal(variablesReference: number, name: string, text: string): Promise<string> {
  return (await program.client.refused("setVariable", { variablesReference, name, value: text })).message;
}

const evaluated = async (expression: string): Promise<string> =>
  (await program.client.request("evaluate", { expression, frameId })).result;

/** The parameter that holds the values. */
let bag: string;

async function stopInUse(): Promise<void> {
  program = await DebugProgram.launch("values.ts", { breakpoints: ["running"] });
  frameId = (await program.stopped()).top.id;
  bag = "of";
}

async function lookIntoShop(): Promise<void> {
  program = await DebugProgram.launch("values.ts");
  const { threadId } = await program.task("shop", ({ awaiting }) => awaiting?.kind === "event");
  const { stackFrames } = await program.client.request("stackTrace", { threadId });
  frameId = stackFrames[0]!.id;
  bag = "bag";
}

async function end(): Promise<void> {
  await program.close();
  assert.equal(program.client.stderr, "", "the adapter is silent on stderr");
}

for (const [where, begin] of [
  ["a running frame", stopInUse],
  ["a suspended coroutine of a running program", lookIntoShop],
] as const) {
  describe(`variables of ${where}`, () => {
    beforeEach(begin);
    afterEach(end);

    it("are sent in pages where there are many, and one by one where there are few", async () => {
      const many = await value("many");
      assert.deepEqual([many.indexedVariables, many.namedVariables], [5000, 1]);
      const page = await members(many.variablesReference, { filter: "indexed", start: 4990, count: 20 });
      assert.deepEqual(names(page), [
        "4990",
        "4991",
        "4992",
        "4993",
        "4994",
        "4995",
        "4996",
        "4997",
        "4998",
        "4999",
      ]);
      assert.equal(page[3]?.value, "{index: 4993}");
      assert.deepEqual(names(await members(many.variablesReference, { filter: "named" })), [
        "length",
        "[[Prototype]]",
      ]);
      assert.equal((await value("few")).indexedVariables, undefined);
      assert.deepEqual(
        (await memberOf("few")).map(({ name, value: text }) => `${name} ${text}`).slice(0, 4),
        ["0 1", "1 'two'", "2 null", "length 3"],
      );
      assert.deepEqual(names(await memberOf("holes")).slice(0, 2), ["0", "2"]);
    });

    it("of a client that asks for all at once end with what is left", async () => {
      const many = await memberOf("many");
      const rest = named(many, "…");
      assert.equal(rest.value, "3,000 more");
      const next = await members(rest.variablesReference);
      assert.deepEqual(
        [next[0]?.name, next[1999]?.name, named(next, "…").value],
        ["2000", "3999", "1,000 more"],
      );
      const wide = await memberOf("wide");
      assert.equal(wide[0]?.name, "field0");
      const more = await members(named(wide, "…").variablesReference);
      assert.equal(more[0]?.name, "field2000");
      const last = await members(named(more, "…").variablesReference);
      assert.deepEqual([last.at(-1)?.name, last.at(-1)?.value], ["field4499", "4499"]);
    });

    it("show typed arrays, maps by their keys, and sets", async () => {
      const bytes = await value("bytes");
      assert.equal(bytes.indexedVariables, 5000);
      const page = await members(bytes.variablesReference, { filter: "indexed", start: 100, count: 2 });
      assert.deepEqual(
        page.map(({ name, value: text }) => `${name} ${text}`),
        ["100 7", "101 7"],
      );
      const stock = await memberOf("stock");
      assert.equal(named(stock, "'tea'").value, "3");
      assert.equal(named(stock, "7").value, "'seven'");
      const entry = named(stock, "[2]");
      assert.equal(entry.value, "{key: 'object'} => (1) ['value']");
      assert.deepEqual(names(await members(entry.variablesReference)), ["key", "value"]);
      assert.deepEqual(
        (await memberOf("tags")).slice(0, 2).map(({ value: text }) => text),
        ["'hot'", "'green'"],
      );
    });

    it("run a getter only when it is asked for, those of the classes too", async () => {
      const account = await memberOf("account");
      assert.equal(named(account, "reads").value, "0");
      const balance = named(account, "balance");
      assert.equal(balance.presentationHint?.lazy, true);
      assert.deepEqual(
        (await members(balance.variablesReference)).map(({ value: text }) => text),
        ["100"],
      );
      const inherited = await members(named(account, "inherited").variablesReference);
      assert.equal(inherited[0]?.value, "'of Account'");
      assert.equal(named(await memberOf("account"), "reads").value, "1");
    });

    it("show private fields, symbols, and go around in circles", async () => {
      const field = named(await memberOf("account"), "#balance");
      assert.deepEqual([field.value, field.presentationHint?.visibility], ["100", "private"]);
      const { variablesReference } = named(await local(), bag);
      assert.equal(named(await members(variablesReference), "Symbol(mark)").value, "'by symbol'");
      let ring = await value("circular");
      for (let turn = 0; turn < 5; turn++) ring = named(await members(ring.variablesReference), "self");
      assert.equal(ring.value, "{name: 'ring', self: {…}}");
    });

    it("show errors with their causes, and groups with their errors", async () => {
      const failure = await memberOf("failure");
      assert.match(named(failure, "cause").value, /^TypeError: inner/);
      const errors = named(await memberOf("group"), "errors");
      assert.match((await members(errors.variablesReference))[1]!.value, /^Error: two/);
    });

    it("say the state of promises, futures and tasks", async () => {
      assert.equal((await value("kept")).value, "Promise <fulfilled: 42>");
      assert.equal((await value("never")).value, "Promise <pending>");
      assert.equal((await value("future")).value, "Future <pending>");
      const task = "[...globalThis[Symbol.for('loopscope.agent')].coroutines(1)].length";
      assert.equal(await evaluated(task), "1");
    });

    it("have an expression each that gives the same value", async () => {
      const found = [
        ...(await memberOf("few")).slice(0, 3),
        named(await memberOf("stock"), "'tea'"),
        named(await memberOf("tags"), "1"),
        await value("failure"),
        named(await memberOf("wide"), "field12"),
      ];
      for (const { evaluateName, value: text } of found) {
        assert.ok(evaluateName);
        assert.equal(await evaluated(evaluateName), text);
      }
    });

    it("are set where it sticks: properties, items, keys of maps, setters, symbols, private fields", async () => {
      for (const [holder, name, text, shown, check] of [
        ["few", "1", "'zwei'", "'zwei'", "few[1]"],
        ["stock", "'tea'", "1 + 3", "4", "stock.get('tea')"],
        ["account", "owner", "'bob'", "'bob'", "account.owner"],
        ["account", "balance", "7", "7", "account.digits * 7"],
        ["account", "#balance", "1234", "1234", "account.balance"],
        ["circular", "self", "null", "null", "circular.self"],
      ] as const) {
        assert.equal(await set((await value(holder)).variablesReference, name, text), shown);
        assert.equal(await evaluated(`${bag}.${check}`), shown);
      }
      const symbol = named(await local(), bag).variablesReference;
      assert.equal(await set(symbol, "Symbol(mark)", "'moved'"), "'moved'");
      assert.equal(await evaluated(`${bag}[Object.getOwnPropertySymbols(${bag})[0]]`), "'moved'");
      const entry = named(await memberOf("stock"), "[2]");
      assert.equal(await set(entry.variablesReference, "value", "[]"), "(0) []");
      assert.equal(await evaluated(`[...${bag}.stock.values()][2].length`), "0");
    });

    it("that cannot be set are refused with the reason", async () => {
      for (const [holder, name, reason] of [
        ["frozen", "fixed", /the object is frozen/],
        ["frozen", "other", /takes no new properties/],
        ["account", "digits", /getter/],
        ["tags", "0", /items of a set have no place/],
        ["kept", "[[PromiseState]]", /belongs to the engine/],
      ] as const) {
        const { variablesReference } = await value(holder);
        const text = await refusal(variablesReference, name, "2");
        assert.match(text, new RegExp(`'${name.replace(/[[\]]/g, "\\$&")}' cannot be set`));
        assert.match(text, reason);
      }
      const { variablesReference } = await value("account");
      assert.match(
        await refusal(variablesReference, "owner", "nobody.there"),
        /ReferenceError: nobody is not defined/,
      );
    });
  });
}

describe("the task that runs", () => {
  afterEach(end);

  it("is shown by its name and state", async () => {
    await stopInUse();
    assert.match(named(await local(), "task").value, /^Task 'Task-\d+' <pending>$/);
    assert.match(await evaluated("task"), /^Task 'Task-\d+' <pending>$/);
  });
});
