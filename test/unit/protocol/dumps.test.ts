import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  compareDumps,
  comparisonText,
  DUMP_FORMAT,
  DUMP_VERSION,
  type Dump,
  type DumpTask,
  dumpText,
  ProtocolError,
  readDump,
} from "../../../src/protocol/index.js";

function task(id: number, name: string, more: Partial<DumpTask> = {}): DumpTask {
  return { id, name, coroutine: name, state: "pending", loopId: 1, awaitedBy: [], ...more };
}

function dump(tasks: readonly DumpTask[], more: Partial<Dump> = {}): Dump {
  return {
    format: DUMP_FORMAT,
    version: DUMP_VERSION,
    takenMs: 100_000,
    program: { pid: 7, language: "typescript", host: "20.20.2", name: "/shop/shop.ts" },
    stopped: false,
    tasks,
    resources: [],
    loops: [],
    findings: [],
    dropped: 0,
    ...more,
  };
}

const names = (pairs: readonly { readonly after: DumpTask }[]) => pairs.map(({ after }) => after.name);

describe("a dump that was saved", () => {
  it("is read as it was, also from within an answer", () => {
    const saved = dump([task(1, "main")]);
    assert.deepEqual(readDump(JSON.stringify(saved)), saved);
    assert.deepEqual(readDump(JSON.stringify({ dump: saved })), saved);
  });

  const refused: readonly [string, unknown, RegExp][] = [
    ["what is not JSON", "{", /not JSON/],
    ["another document", { tasks: [] }, /"format" is not/],
    ["another version", { ...dump([]), version: 99 }, /version 99; version 1 can be read/],
    ["missing lists", { ...dump([]), resources: undefined }, /"resources" is not a list/],
    ["tasks that are none", { ...dump([]), tasks: [{ id: "1" }] }, /item 0 of "tasks" is not whole/],
  ];
  for (const [what, document, says] of refused) {
    it(`is refused with a reason: ${what}`, () => {
      const text = typeof document === "string" ? document : JSON.stringify(document);
      assert.throws(
        () => readDump(text),
        (error) => error instanceof ProtocolError && says.test(error.message),
      );
    });
  }
});

describe("two dumps of one process", () => {
  const waiting = (steps: number): Partial<DumpTask> => ({
    awaiting: { kind: "lock", label: "stock" },
    counters: { steps, cancelRequests: 0 },
  });
  const before = dump([
    task(1, "stuck", waiting(3)),
    task(2, "goes on", waiting(3)),
    task(3, "ends"),
    task(4, "gone"),
  ]);
  const after = dump(
    [
      task(1, "stuck", waiting(3)),
      task(2, "goes on", waiting(9)),
      task(3, "ends", { state: "failed", outcome: { exception: "Error: no" } }),
      task(5, "added"),
    ],
    {
      takenMs: 160_000,
      findings: [{ kind: "deadlock", severity: "error", taskIds: [1], message: "Deadlock: 'stuck'." }],
    },
  );

  it("tell what came, what went, and what did not move", () => {
    const found = compareDumps(before, after);
    assert.equal(found.by, "id");
    assert.deepEqual(names(found.stillStuck), ["stuck"]);
    assert.deepEqual(names(found.moved), ["goes on"]);
    assert.deepEqual(names(found.ended), ["ends"]);
    assert.deepEqual(
      found.gone.map(({ name }) => name),
      ["gone"],
    );
    assert.deepEqual(
      found.added.map(({ name }) => name),
      ["added"],
    );
    assert.deepEqual(
      found.newFindings.map(({ kind }) => kind),
      ["deadlock"],
    );
  });

  it("read as a text", () => {
    assert.equal(
      comparisonText(compareDumps(before, after)),
      [
        "The same process, 60.0 s later",
        "Still stuck: 1",
        "  stuck, awaits lock 'stock'",
        "Added: 1",
        "  added",
        "Ended: 1",
        "  ends, failed: Error: no",
        "Gone: 1",
        "  gone",
        "Went on: 1",
        "  goes on, awaits lock 'stock'",
        "New: Deadlock: 'stuck'.",
      ].join("\n"),
    );
  });

  it("account for every pending task once", () => {
    const tasks = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 });
    const state = fc.constantFrom("pending", "running", "done");
    fc.assert(
      fc.property(
        fc.array(state, { minLength: 31, maxLength: 31 }),
        tasks,
        tasks,
        (states, first, second) => {
          const made = (ids: readonly number[]) =>
            dump(ids.map((id) => task(id, `t${id}`, { state: states[id] as DumpTask["state"] })));
          const found = compareDumps(made(first), made(second));
          const pending = first.filter((id) => states[id] !== "done").length;
          const told = found.gone.length + found.ended.length + found.moved.length + found.stillStuck.length;
          assert.equal(told, pending);
        },
      ),
    );
  });
});

describe("two dumps of different processes", () => {
  const at = (line: number): Partial<DumpTask> => ({
    createdAt: { source: { path: "/shop/shop.ts" }, line, column: 1 },
    awaiting: { kind: "event", label: "ready" },
  });

  it("match tasks by name, coroutine and place, in order of their creation", () => {
    const before = dump([task(1, "worker", at(5)), task(2, "worker", at(5)), task(3, "main", at(9))]);
    const after = dump([task(11, "worker", at(5)), task(12, "main", at(9)), task(13, "other", at(5))], {
      program: { pid: 8 },
    });
    const found = compareDumps(before, after);
    assert.equal(found.by, "place");
    assert.deepEqual(
      found.stillStuck.map(({ before: was, after: is }) => [was.id, is.id]),
      [
        [1, 11],
        [3, 12],
      ],
    );
    assert.deepEqual(
      found.gone.map(({ id }) => id),
      [2],
    );
    assert.deepEqual(
      found.added.map(({ id }) => id),
      [13],
    );
  });

  it("are told as two runs, of which no task went on or is still stuck", () => {
    const before = dump([task(1, "worker", at(5)), task(2, "worker", at(5))]);
    const after = dump([task(11, "worker", at(5)), task(12, "other", at(6))], { program: { pid: 8 } });
    assert.equal(
      comparisonText(compareDumps(before, after)),
      [
        "Two runs: no task is in both; they are matched by name, coroutine and place of creation",
        "Waits for the same in both: 1",
        "  worker, awaits event 'ready'",
        "Only in the second: 1",
        "  other, awaits event 'ready'",
        "Only in the first: 1",
        "  worker, awaits event 'ready'",
      ].join("\n"),
    );
  });

  it("are those of one number that began at different times", () => {
    const run = (startedMs?: number) =>
      dump([task(1, "worker", at(5))], {
        program: { pid: 7, ...(startedMs === undefined ? {} : { startedMs }) },
      });
    assert.equal(compareDumps(run(1_000), run(1_000)).by, "id");
    assert.equal(compareDumps(run(1_000), run(2_000)).by, "place");
    assert.equal(compareDumps(run(), run(2_000)).by, "id", "an earlier version's dump says no more");
  });
});

describe("a dump as a text", () => {
  const frame = (name: string, line: number) => ({
    name,
    source: { path: "/shop/shop.ts" },
    line,
    column: 1,
  });

  it("is a tree of tasks and their coroutines, each task once", () => {
    const tasks = [
      task(1, "main", {
        awaiting: { kind: "gather", taskIds: [2, 3], sinceMs: 97_500 },
        stack: [frame("main", 40)],
      }),
      task(2, "forward", {
        awaitedBy: [1],
        awaiting: { kind: "lock", label: "stock", resourceId: 9, sinceMs: 98_000 },
        stack: [frame("move", 12), frame("forward", 30)],
      }),
      task(3, "backward", { awaitedBy: [1], awaiting: { kind: "task", taskIds: [2] } }),
      task(4, "ended", { state: "done" }),
    ];
    const text = dumpText(
      dump(tasks, {
        resources: [{ id: 9, kind: "lock", label: "stock", holders: [3], waiters: [2] }],
        findings: [{ kind: "deadlock", severity: "error", taskIds: [2, 3], message: "Deadlock: both." }],
      }),
    );
    assert.equal(
      text,
      [
        "/shop/shop.ts (pid 7), Node 20.20.2",
        "1970-01-01T00:01:40.000Z: 3 pending, 1 ended",
        "error: Deadlock: both.",
        "",
        "└── (T) main awaits gather for 2.5 s",
        "    └──  main /shop/shop.ts:40",
        "        ├── (T) forward awaits lock 'stock' for 2.0 s, held by 'backward'",
        "        │   └──  forward /shop/shop.ts:30",
        "        │       └──  move /shop/shop.ts:12",
        "        └── (T) backward awaits task",
        "            └──  backward()",
        "                └── (T) forward (shown elsewhere)",
      ].join("\n"),
    );
  });

  it("comes to an end where tasks wait for each other in a circle, and shows all", () => {
    const edges = fc.array(fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(edges, (pairs) => {
        const tasks = Array.from({ length: 15 }, (_, index) => {
          const id = index + 1;
          return task(id, `t${id}!`, {
            awaitedBy: pairs.filter(([, to]) => to === id).map(([from]) => from),
            awaiting: {
              kind: "gather",
              taskIds: [...new Set(pairs.filter(([from]) => from === id).map(([, to]) => to))],
            },
          });
        });
        const text = dumpText(dump(tasks));
        for (const { name } of tasks) {
          const drawn = text.split("\n").filter((line) => line.includes(`(T) ${name} awaits`));
          assert.equal(drawn.length, 1, name);
        }
      }),
    );
  });

  it("keeps to one line what the program calls its things", () => {
    const text = dumpText(dump([task(1, "two\nlines\u001b[31m")]));
    assert.equal(text.split("\n").length, 5);
    assert.ok(!text.includes("\u001b"));
  });
});
