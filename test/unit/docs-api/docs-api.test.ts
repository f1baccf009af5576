import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as asyncio from "../../../src/runtime/index.js";
import { camelCase, type NameRow, readApiTables } from "./api-tables.js";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const api = JSON.parse(read("test/fixtures/asyncio-3.14-api.json")) as {
  modules: Record<string, string[]>;
  loop_methods: string[];
  task_and_future_methods: string[];
};
const { rows, beyond } = readApiTables(read("docs/asyncio.md"));

const isMethod = (row: NameRow): boolean => /^(loop|task)\./.test(row.python);
const moduleRows = rows.filter((row) => !isMethod(row));
const rowsOf = (owner: string): NameRow[] => rows.filter((row) => row.python.startsWith(`${owner}.`));
const exported = new Set(Object.keys(asyncio));

/** Public members of a class and what it extends, its instance's own properties included. */
function membersOf(instance: object): Set<string> {
  const names = new Set<string>();
  for (let owner = instance; owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
  }
  return names;
}

describe("docs/asyncio.md", () => {
  it("has one row for every name of Python 3.14's asyncio, and for nothing else", () => {
    const names = [
      ...Object.values(api.modules).flat(),
      ...api.loop_methods.map((name) => `loop.${name}`),
      ...api.task_and_future_methods.map((name) => `task.${name}`),
    ];
    assert.deepEqual(rows.map(({ python }) => python).sort(), names.sort());
  });

  it("gives each name its mechanical form", () => {
    for (const { python, name } of rows) if (name !== null) assert.equal(name, camelCase(python));
  });

  it("names a reason for whatever is left out", () => {
    for (const { python, status, notes } of rows)
      if (status === "left out") assert.notEqual(notes, "", python);
  });

  it("lists as present exactly what the runtime exports", () => {
    const documented = moduleRows.filter(({ status }) => status === "here").map(({ name }) => name);
    assert.deepEqual([...documented, ...beyond].sort(), [...exported].sort());
  });

  it("lists the loop's methods as they are", () => {
    const loop = asyncio.newEventLoop();
    const members = membersOf(loop);
    loop.close();
    for (const { python, status } of rowsOf("loop")) {
      assert.equal(members.has(camelCase(python)), status === "here", python);
    }
  });

  it("lists the methods of tasks and futures as they are", () => {
    const members = new Set([...membersOf(asyncio.Task.prototype), ...membersOf(asyncio.Future.prototype)]);
    for (const { python, status } of rowsOf("task")) {
      assert.equal(members.has(camelCase(python)), status === "here", python);
    }
  });
});

describe("reading the tables of an API page", () => {
  it("takes the name out of its form", () => {
    const page = [
      "| Python | TypeScript | Notes |",
      "|---|---|---|",
      "| `Queue` | `new Queue<T>(maxsize)` | |",
      "| `loop.call_soon` | `loop.callSoon(f)` | |",
      "| `Server` | not yet | |",
      "| `AbstractServer` | type `AbstractServer` | |",
      "",
      "| TypeScript | For |",
      "|---|---|",
      "| `a(b)`, `C` | more |",
    ].join("\n");
    assert.deepEqual(readApiTables(page), {
      rows: [
        { python: "Queue", name: "Queue", status: "here", notes: "" },
        { python: "loop.call_soon", name: "callSoon", status: "here", notes: "" },
        { python: "Server", name: null, status: "not yet", notes: "" },
        { python: "AbstractServer", name: "AbstractServer", status: "type", notes: "" },
      ],
      beyond: ["a", "C"],
    });
  });

  it("refuses a row without a name", () => {
    assert.throws(() => readApiTables("| Python |\n|---|\n| Queue | `Queue` | |"), /no name in/);
  });

  it("knows the mechanical names", () => {
    assert.equal(camelCase("run_coroutine_threadsafe"), "runCoroutineThreadsafe");
    assert.equal(camelCase("task.get_coro"), "getCoro");
    assert.equal(camelCase("FIRST_COMPLETED"), "FIRST_COMPLETED");
    assert.equal(camelCase("isfuture"), "isFuture");
  });
});
