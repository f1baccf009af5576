import assert from "node:assert/strict";
import fc from "fast-check";
import { comparableText, differenceText } from "../../../src/extension/dumps/dump-comparison.js";
import { parseDump } from "../../../src/extension/dumps/dump-file.js";
import { inspectContent } from "../../../src/extension/panels/inspect-content.js";
import { DumpSession } from "../../../src/extension/sessions/dump-session.js";
import { TasksOutline } from "../../../src/extension/tree/tasks-outline.js";
import {
  compareDumps,
  DUMP_FORMAT,
  DUMP_VERSION,
  type Dump,
  type DumpTask,
} from "../../../src/protocol/index.js";
import { awaiting, deadlock, task } from "./programs.js";

const TAKEN_MS = 1_000_000;

function dump(tasks: readonly DumpTask[], parts: Partial<Dump> = {}): Dump {
  return {
    format: DUMP_FORMAT,
    version: DUMP_VERSION,
    takenMs: TAKEN_MS,
    program: { pid: 42, language: "typescript" },
    stopped: false,
    tasks,
    resources: [{ id: 9, kind: "lock", label: "paper", holders: [3], waiters: [2] }],
    loops: [],
    findings: [],
    dropped: 0,
    ...parts,
  };
}

const ann: DumpTask = {
  ...task(2, { name: "ann", coroutine: "write", awaitedBy: [1] }),
  awaiting: { kind: "lock", label: "paper", resourceId: 9, sinceMs: TAKEN_MS - 12_000 },
  stack: [{ name: "write", source: { name: "letters.ts", path: "/shop/letters.ts" }, line: 13, column: 5 }],
};
const bob = task(3, { name: "bob", coroutine: "write", state: "running", awaitedBy: [1] });
const whole = dump([awaiting(1, 2, 3), ann, bob, task(4, { state: "done" })], {
  findings: [deadlock(2, 3)],
});

describe("reading a dump", () => {
  it("gives back what was saved", () => {
    assert.deepEqual(parseDump(JSON.stringify(whole)), JSON.parse(JSON.stringify(whole)));
    assert.equal(parseDump(JSON.stringify({ dump: whole })).tasks.length, 4, "also from a request's answer");
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["is not JSON", "tasks", /not JSON/],
    ["is something else", '{"tasks":[]}', /no dump of an asyncio program/],
    ["is a list", "[]", /no dump of an asyncio program/],
    ["is of a later version", JSON.stringify({ ...whole, version: 99 }), /newer version of Loopscope \(99\)/],
    ["lacks its tasks", JSON.stringify({ ...whole, tasks: undefined }), /damaged/],
    ["has a number for a name", JSON.stringify({ ...whole, tasks: [{ ...ann, name: 7 }] }), /damaged/],
    ["has a state of its own", JSON.stringify({ ...whole, tasks: [{ ...ann, state: "lost" }] }), /damaged/],
    ["has a finding without tasks", JSON.stringify({ ...whole, findings: [{ kind: "x" }] }), /damaged/],
  ];
  for (const [what, text, reason] of refused) {
    it(`refuses what ${what}`, () => assert.throws(() => parseDump(text), reason));
  }

  it("never yields what the views cannot show, whatever a file has in place of one of its parts", () => {
    const paths = ["tasks", "resources", "loops", "findings"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (part, value) => {
        const text = JSON.stringify({ ...whole, [part]: Array.isArray(value) ? value : [value] });
        let read: Dump;
        try {
          read = parseDump(text);
        } catch {
          return;
        }
        const session = new DumpSession("d", "dump", read);
        const outline = new TasksOutline(
          () => [session],
          () => 0,
        );
        outline.refresh();
        for (const node of outline.showChildren()) outline.showRow(node);
        comparableText(read);
      }),
    );
  });
});

describe("an open dump", () => {
  const session = new DumpSession("dump 1", "letters", whole);
  const outline = new TasksOutline(
    () => [session],
    () => TAKEN_MS + 3_600_000,
  );

  it("is a tree like that of a program, with the durations of its own moment", () => {
    outline.refresh();
    const rows = outline.showChildren().map((node) => outline.showRow(node));
    assert.deepEqual(
      rows.map(({ label }) => label),
      ["Deadlock: ann → bob", "task-1", "Ended (1)"],
    );
    const found = outline.find(session.id, 2);
    assert.ok(found);
    const row = outline.row(found);
    assert.equal(row.description, "awaiting Lock 'paper' held by bob · 10 s");
    assert.equal(row.context, "loopscope.task.dumped", "so that nothing offers to cancel it");
  });

  it("answers what the Inspect panel asks, down to the cause", async () => {
    const response = await session.request("asyncioInspect", { taskId: 2 });
    const content = inspectContent(response, session.model, session.nowMs);
    assert.equal(content.nowMs, TAKEN_MS);
    assert.deepEqual(
      content.buttons.map(({ text }) => text),
      ["Go to Line"],
    );
    const chain = content.sections.find(({ title }) => title === "Waits for");
    assert.deepEqual(
      chain?.rows.map(({ text }) => text),
      ["ann", "bob"],
    );
  });

  it("refuses what only a program can do", async () => {
    await assert.rejects(session.request("asyncioCancel", { taskId: 2 }), /cannot be asked any more/);
    await assert.rejects(session.request("asyncioInspect", { taskId: 99 }), /does not contain this task/);
  });
});

describe("comparing two dumps", () => {
  it("sets texts side by side that have neither ids nor times", () => {
    const text = comparableText(whole);
    assert.equal(
      text,
      [
        "! Deadlock: ann → bob",
        "  each waits for the next",
        "",
        "task-1: awaiting gather of 2 tasks",
        "  ann (write): awaiting Lock 'paper' held by bob",
        "    · write letters.ts:13",
        "  bob (write): running",
        "",
        "Ended:",
        "  task-4: done",
        "",
      ].join("\n"),
    );
    const renumbered = dump(
      [
        { ...awaiting(11, 13, 12), name: "task-1", coroutine: "task-1" },
        { ...ann, id: 12, awaiting: { kind: "lock", label: "paper", resourceId: 9, sinceMs: 5 } },
        { ...bob, id: 13 },
        { ...task(14, { state: "done" }), name: "task-4", coroutine: "task-4" },
      ],
      {
        takenMs: 77,
        resources: [{ id: 9, kind: "lock", label: "paper", holders: [13], waiters: [12] }],
        findings: [deadlock(12, 13)],
      },
    );
    assert.equal(comparableText(renumbered), text);
  });

  it("draws a cycle once, and ends", () => {
    const text = comparableText(dump([awaiting(1, 2), awaiting(2, 1)]));
    assert.equal(text.match(/see above/g)?.length, 1);
  });

  it("says in words who came and went, who has run since, and who has not: as the terminal client counts them", () => {
    const ran = { ...ann, awaiting: { kind: "sleep" }, counters: { steps: 9, cancelRequests: 0 } };
    const later = dump([awaiting(1, 2), ran, task(5), task(6)]);
    assert.equal(differenceText(compareDumps(whole, later)), "2 new, 1 gone, 1 went on, 1 did not move");
    const otherRun = dump([{ ...ann, id: 77, awaiting: { kind: "sleep" } }], { program: { pid: 43 } });
    assert.equal(differenceText(compareDumps(dump([ann]), otherRun)), "two runs: 1 different");
    assert.equal(differenceText(compareDumps(dump([]), dump([]))), "no tasks");
  });

  it("does not say of another run's tasks that they did not move", () => {
    const program = { pid: 42, startedMs: 1_000 };
    const again = dump([{ ...ann, id: 77 }, task(78)], { program: { ...program, startedMs: 2_000 } });
    const comparison = compareDumps(dump([ann, bob], { program }), again);
    assert.equal(comparison.by, "place", "a process's number comes again");
    assert.equal(differenceText(comparison), "two runs: 1 alike, 1 only in the first, 1 only in the second");
  });
});
