import assert from "node:assert/strict";
import { adviceFor } from "../../../src/cli/text/finding-lines.js";
import { inspectLines } from "../../../src/cli/text/inspect-lines.js";
import { plain } from "../../../src/cli/text/line.js";
import { diagnosisLines } from "../../../src/cli/text/report-lines.js";
import type { Finding, InspectResponse } from "../../../src/protocol/index.js";
import { DEADLOCK, NOW_MS, SERVICE, sampleTable, tableOf, task } from "./sample-program.js";

function diagnosis(findings: readonly Finding[], table = sampleTable()): string[] {
  return diagnosisLines(findings, table, "/shop").map(plain);
}

describe("a diagnosis as text", () => {
  it("says that nothing was found", () => {
    assert.deepEqual(diagnosis([]), ["No deadlock, no task that never wakes, no blocked loop."]);
  });

  it("names a deadlock's tasks, what each holds and awaits, and where", () => {
    assert.deepEqual(diagnosis([DEADLOCK]), [
      "▲ 'clerk' holds 'inventory' and awaits 'ledger', which 'refunds' holds.",
      "    2 clerk takeOrders()  holds lock 'inventory', awaits lock 'ledger'  at service.ts:50:7",
      "    3 refunds  holds lock 'ledger', awaits lock 'inventory'  at service.ts:70:9",
    ]);
  });

  it("says how to undo a deadlock", () => {
    assert.match(adviceFor([DEADLOCK], sampleTable()) ?? "", /loopscope cancel clerk$/);
    const spaced = tableOf([task(2, "a b")]);
    assert.match(adviceFor([DEADLOCK], spaced) ?? "", /loopscope cancel 2$/);
    assert.equal(adviceFor([], sampleTable()), undefined);
  });

  it("shows the stack that blocks a loop", () => {
    const blocked: Finding = {
      kind: "blocked-loop",
      severity: "error",
      taskIds: [2],
      message: "'clerk' blocks the loop.",
      sites: [{ name: "spin", source: { path: SERVICE }, line: 9, column: 3 }],
    };
    assert.deepEqual(diagnosis([blocked]), ["▲ 'clerk' blocks the loop.", "    at spin (service.ts:9:3)"]);
  });

  it("names the first of thousands, and counts the rest", () => {
    const taskIds = Array.from({ length: 5000 }, (_, index) => index + 1);
    const lines = diagnosis([
      { kind: "never-wakes", severity: "error", taskIds, message: "Nothing can wake them." },
    ]);
    assert.equal(lines.length, 22);
    assert.equal(lines.at(-1), "    and 4,980 more");
  });
});

describe("a task's details as text", () => {
  const table = sampleTable();
  const body: InspectResponse = {
    task: { ...table.tasks.get(2)!, createdMs: NOW_MS - 9000 },
    stack: [
      {
        taskId: 2,
        name: "book",
        source: { path: SERVICE },
        line: 50,
        column: 7,
        locals: [{ name: "order", value: "{id: 7}" }],
      },
      { taskId: 1, name: "main", source: { path: SERVICE }, line: 90, column: 3 },
    ],
    createdStack: [{ name: "start", source: { path: SERVICE }, line: 80, column: 5 }],
    counters: { steps: 12, busyMs: 3.4, longestStepMs: 1.2, cancelRequests: 1 },
    cancels: [{ atMs: NOW_MS - 1000, message: "enough", byTaskId: 1 }],
    awaitChain: [
      { taskId: 2, awaiting: { kind: "lock", label: "ledger" } },
      { taskId: 3, awaiting: { kind: "lock", label: "inventory" } },
    ],
    warnings: [{ kind: "slow-callback", message: "Executing took 0.2 seconds", atMs: NOW_MS }],
  };

  it("has the stack, and the tasks that await it", () => {
    const lines = inspectLines(body, table, { nowMs: NOW_MS, cwd: "/shop", details: false });
    assert.deepEqual(lines.map(plain), [
      "2 clerk takeOrders()  awaiting lock 'ledger' for 3.2 s, held by 'refunds'",
      "    at book (service.ts:50:7)",
      "  awaited by 'main'",
      "    at main (service.ts:90:3)",
    ]);
  });

  it("has locals, the await chain, creation, counters, cancellations and warnings on demand", () => {
    const lines = inspectLines(body, table, { nowMs: NOW_MS, cwd: "/shop", details: true });
    assert.deepEqual(lines.map(plain).slice(2), [
      "         order = {id: 7}",
      "  awaited by 'main'",
      "    at main (service.ts:90:3)",
      "awaits 'clerk' lock 'ledger' → 'refunds' lock 'inventory'",
      "created 9.0 s ago by 'main' ",
      "    at start (service.ts:80:5)",
      "ran 12 steps, busy 3 ms, longest step 1 ms, cancelled 1×",
      "cancel asked 1.0 s ago by 'main': enough",
      "warning: Executing took 0.2 seconds",
    ]);
  });

  it("says when there is no stack", () => {
    const lines = inspectLines({ ...body, stack: [] }, table, { nowMs: NOW_MS, cwd: "/", details: false });
    assert.match(plain(lines[1]!), /no frames/);
  });
});
