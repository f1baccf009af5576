import assert from "node:assert/strict";
import fc from "fast-check";
import { OutputLog } from "../../../src/cli/screen/output-log.js";
import { INITIAL_STATE, type Pane, type ScreenState } from "../../../src/cli/screen/state.js";
import { pageRows, type ScreenModel, screenLines } from "../../../src/cli/screen/view.js";
import { columnsOf, plain } from "../../../src/cli/text/line.js";
import { treeRows } from "../../../src/cli/text/tree-layout.js";
import { NOW_MS, sampleTable, tableOf, task } from "./sample-program.js";

function model(rest: Partial<ScreenModel> = {}): ScreenModel {
  const table = rest.table ?? sampleTable();
  return {
    program: "service.ts",
    processId: 4711,
    startedMs: NOW_MS - 12_000,
    table,
    rows: treeRows(table.tasks.values()),
    output: new OutputLog(),
    nowMs: NOW_MS,
    cwd: "/shop",
    ...rest,
  };
}

function screen(state: Partial<ScreenState> = {}, rest: Partial<ScreenModel> = {}, rows = 16, columns = 90) {
  return screenLines(model(rest), { ...INITIAL_STATE, ...state }, { rows, columns }).map((line) =>
    plain(line).trimEnd(),
  );
}

describe("the live screen", () => {
  it("shows the program, what is wrong, the tree with the selection, and the keys", () => {
    assert.deepEqual(
      screen({ selected: { key: "3", index: 2 } }, {}, 9),
      [
        "loopscope service.ts (4711)  12 s  4 tasks: 4 pending; 1 ended",
        "▲ 'clerk' holds 'inventory' and awaits 'ledger', which 'refunds' holds.",
        "  ○ main  awaiting wait for 10 s",
        "  ├─ ▲ clerk takeOrders()  awaiting lock 'ledger' for 3.2 s, held by 'refunds'  [deadlock]",
        "❯ ├─ ▲ refunds  awaiting lock 'inventory' for 3.1 s, held by 'clerk'  [deadlock]",
        "  └─ ○ heartbeat  awaiting sleep, 800 ms left",
        "",
        "",
        "↑↓ move  Enter inspect  c cancel  q quit  ? keys  o output  d debug mode",
      ].map((line) => (line.length > 90 ? `${line.slice(0, 89)}…` : line)),
    );
  });

  it("says where the program is stopped, and which tasks are frozen", () => {
    const frame = { name: "clerk", source: { path: "/shop/service.ts" }, line: 12, column: 3 };
    const table = tableOf([task(1, "clerk", { frozen: true })]);
    const [title, , row] = screen(
      {},
      { table, stop: { threadId: 3, description: "Paused on step", frame } },
      5,
      120,
    );
    assert.match(
      title ?? "",
      /^loopscope service\.ts \(4711\) {2}stopped in clerk, service\.ts:12:3 \(Paused on step\) /,
    );
    assert.match([title, row].join("\n") + screen({}, { table }, 5, 120).join("\n"), /clerk .*\[frozen\]/);
    assert.match(
      screen({}, { stop: { threadId: 1, description: "Paused" } }, 5)[0] ?? "",
      /\(4711\) {2}stopped \(Paused\) /,
    );
  });

  it("fills any terminal exactly, whatever it shows", () => {
    const panes: Pane[] = ["none", "inspect", "output", "help"];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(...panes),
        fc.nat(20),
        (rows, columns, pane, selected) => {
          const state = { ...INITIAL_STATE, pane, selected: { key: "", index: selected } };
          const lines = screenLines(model(), state, { rows, columns });
          assert.equal(lines.length, rows);
          for (const line of lines) assert.ok(columnsOf(line) <= columns);
          assert.ok(pageRows(model(), state, { rows, columns }) >= 1);
        },
      ),
    );
  });

  it("scrolls so that the selected task is in sight", () => {
    const tasks = Array.from({ length: 300 }, (_, index) =>
      task(index + 1, `t${index + 1}`, { coroutine: `c${index}` }),
    );
    const table = tableOf(tasks);
    for (const index of [0, 5, 150, 298, 299]) {
      const lines = screen({ selected: { key: String(index + 1), index } }, { table }, 12);
      assert.equal(lines.length, 12);
      assert.ok(lines.some((line) => line.startsWith(`❯ ○ t${index + 1} `)));
    }
  });

  it("shows the details of a task below the tree", () => {
    const table = sampleTable();
    const body = {
      task: table.tasks.get(2)!,
      stack: [{ taskId: 2, name: "book", source: { path: "/shop/service.ts" }, line: 50, column: 7 }],
      counters: { steps: 12, cancelRequests: 0 },
      cancels: [],
      awaitChain: [],
      warnings: [],
    };
    const lines = screen({ pane: "inspect", inspected: { taskId: 2, body } });
    assert.ok(lines.some((line) => line.startsWith("── details ──")));
    assert.ok(lines.includes("    at book (service.ts:50:7)"));
    assert.ok(lines.includes("ran 12 steps"));
  });

  it("says so when a task cannot be inspected", () => {
    assert.ok(screen({ pane: "inspect", inspected: { taskId: 2, error: "it ended" } }).includes("it ended"));
  });

  it("shows the end of the output, and earlier lines when scrolled", () => {
    const output = new OutputLog();
    for (let n = 1; n <= 50; n++) output.push(`line ${n}\n`, "stdout");
    const at = (paneScroll: number) =>
      screen({ pane: "output", paneScroll }, { output }).filter((line) => /^line/.test(line));
    assert.equal(at(0).at(-1), "line 50");
    assert.equal(at(10).at(-1), "line 40");
    assert.equal(at(1000)[0], "line 1");
  });

  it("asks before it cancels, and shows what is typed", () => {
    const prompt = (state: Partial<ScreenState>) => screen(state).at(-1);
    const about = { taskId: 2, name: "clerk" };
    assert.equal(
      prompt({ prompt: { kind: "confirm", ...about, subtree: false } }),
      "Cancel 'clerk'?  y yes  n no",
    );
    assert.equal(
      prompt({ prompt: { kind: "confirm", ...about, subtree: true } }),
      "Cancel 'clerk' and all that it awaits?  y yes  n no",
    );
    assert.match(
      prompt({ prompt: { kind: "message", ...about, text: "enough" } }) ?? "",
      /with message: enough/,
    );
    assert.equal(
      prompt({ notice: { text: "Asked clerk to cancel.", bad: false } }),
      "Asked clerk to cancel.",
    );
  });

  it("tells that the program has ended, and offers only what is left to do", () => {
    const lines = screen({}, { end: "ended with exit code 1", table: tableOf([]) });
    assert.match(lines[0] ?? "", /ended with exit code 1/);
    assert.equal(lines.at(-1), "↑↓ move  Enter inspect  q quit  ? keys  o output");
  });

  it("counts findings for which there is no room", () => {
    const findings = Array.from({ length: 9 }, () => sampleTable().findings[0]!);
    const lines = screen({}, { table: tableOf([], [], findings) });
    assert.equal(lines.filter((line) => line.startsWith("▲ 'clerk'")).length, 3);
    assert.ok(lines.includes("▲ and 6 more"));
  });
});

describe("the program's output as the screen keeps it", () => {
  const texts = (log: OutputLog, count = 100) => log.tail(count).map(plain);

  it("puts lines together that came in pieces, each stream for itself", () => {
    const log = new OutputLog();
    log.push("one ", "stdout");
    log.push("warn", "stderr");
    log.push("line\ntwo", "stdout");
    log.push("ing\n", "stderr");
    assert.deepEqual(texts(log), ["one line", "warning", "two"]);
  });

  it("leaves out escape sequences, and what a carriage return overwrote", () => {
    const log = new OutputLog();
    log.push("\u001b[31mred\u001b[0m\r\n10 %\r20 %\n\u001b[2Ja\tb\n", "stdout");
    assert.deepEqual(texts(log), ["red", "20 %", "a    b"]);
  });

  it("is bounded under a flood, in lines and in their length", () => {
    const log = new OutputLog();
    for (let n = 0; n < 50; n++) log.push(`${"x\n".repeat(1000)}`, "stdout");
    log.push("y".repeat(1_000_000), "stdout");
    log.push("\n", "stdout");
    assert.equal(texts(log, 1_000_000).length, 2000);
    assert.equal(texts(log, 1)[0]?.length, 2000);
  });
});
