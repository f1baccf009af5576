import assert from "node:assert/strict";
import fc from "fast-check";
import { plain } from "../../../src/cli/text/line.js";
import { treeLines } from "../../../src/cli/text/report-lines.js";
import { DEFAULT_TREE, type TreeOptions, treeRows } from "../../../src/cli/text/tree-layout.js";
import { NOW_MS, sampleTable, tableOf, task } from "./sample-program.js";

function shown(tasks: Parameters<typeof tableOf>[0], options: Partial<TreeOptions> = {}): string[] {
  return treeRows(tasks, { ...DEFAULT_TREE, ...options }).map(
    (row) => `${row.guides}${row.kind === "task" ? "" : `${row.kind}×${row.count} `}${row.task.name}`,
  );
}

const awaits = (...taskIds: number[]) => ({ awaiting: { kind: "gather", taskIds } });

describe("the task tree", () => {
  it("puts each task under the one that awaits it", () => {
    assert.deepEqual(shown([...sampleTable().tasks.values()]), [
      "main",
      "├─ clerk",
      "├─ refunds",
      "└─ heartbeat",
    ]);
  });

  it("draws the lines of deeper levels", () => {
    const tasks = [
      task(1, "a", awaits(2, 3)),
      task(2, "b", awaits(4)),
      task(3, "c", awaits(5)),
      task(4, "d"),
      task(5, "e"),
      task(6, "f"),
    ];
    assert.deepEqual(shown(tasks), ["a", "├─ b", "│  └─ d", "└─ c", "   └─ e", "f"]);
  });

  it("lays a task that two others await out once", () => {
    const tasks = [task(1, "a", awaits(3)), task(2, "b", awaits(3)), task(3, "c")];
    assert.deepEqual(shown(tasks), ["a", "└─ c", "b", "└─ again×1 c"]);
  });

  it("shows tasks that await each other in a ring, from the oldest", () => {
    const tasks = [task(1, "a", awaits(2)), task(2, "b", awaits(1)), task(3, "c", awaits(3))];
    assert.deepEqual(shown(tasks), ["a", "└─ b", "   └─ again×1 a", "c", "└─ again×1 c"]);
  });

  it("can put tasks under their creators", () => {
    assert.deepEqual(shown([...sampleTable().tasks.values()], { order: "creator" }), [
      "main",
      "├─ clerk",
      "│  └─ heartbeat",
      "└─ refunds",
    ]);
  });

  it("shows ended tasks on demand", () => {
    assert.ok(!shown([...sampleTable().tasks.values()]).includes("early"));
    assert.ok(shown([...sampleTable().tasks.values()], { ended: true }).includes("early"));
  });

  it("folds what was folded, and what is only below it", () => {
    const tasks = [task(1, "a", awaits(2)), task(2, "b", awaits(3)), task(3, "c", awaits(1))];
    assert.deepEqual(shown(tasks, { toggled: new Set(["1"]) }), ["a"]);
    assert.deepEqual(shown(tasks, { toggled: new Set(["2"]) }), ["a", "└─ b"]);
  });

  it("shows many equal tasks as one row, which opens", () => {
    const idle = { coroutine: "worker", awaiting: { kind: "queue.get", label: "jobs", resourceId: 9 } };
    const workers = Array.from({ length: 10 }, (_, index) => task(index + 2, `worker-${index}`, idle));
    const tasks = [task(1, "main", awaits(...workers.map(({ id }) => id))), ...workers];
    const rows = treeRows(tasks, DEFAULT_TREE);
    assert.deepEqual(
      rows.map((row) => [row.kind, row.count]),
      [
        ["task", 1],
        ["group", 10],
      ],
    );
    assert.equal(shown(tasks, { toggled: new Set([rows[1]!.key]) }).length, 12);
    assert.equal(shown(tasks, { groupFrom: 0 }).length, 11);
    assert.equal(
      plain(treeLines(tableOf(tasks), NOW_MS).at(-1)!),
      "└─ ▸ × 10 worker() awaiting queue.get 'jobs'",
    );
  });

  it("shows every live task, whoever awaits whom", () => {
    const graph = fc.array(fc.array(fc.nat(15), { maxLength: 4 }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(graph, (edges) => {
        const ids = (targets: readonly number[]) => targets.map((to) => (to % edges.length) + 1);
        const tasks = edges.map((targets, index) =>
          task(index + 1, `t${index + 1}`, awaits(...ids(targets))),
        );
        const rows = treeRows(tasks, { ...DEFAULT_TREE, groupFrom: 0 });
        const full = rows.filter((row) => row.kind === "task").map((row) => row.task.id);
        assert.deepEqual(
          full.sort((a, b) => a - b),
          tasks.map(({ id }) => id),
        );
      }),
    );
  });

  it("takes a chain of ten thousand tasks", () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      task(index + 1, `t${index}`, awaits(index + 2)),
    );
    const rows = treeRows(chain);
    assert.equal(rows.length, 10_000);
    assert.ok(rows.at(-1)!.guides.length < 200, "a row stays readable");
  });

  it("says of each task what it awaits, for how long, and who holds it", () => {
    assert.deepEqual(treeLines(sampleTable(), NOW_MS).map(plain), [
      "4 tasks: 4 pending; 1 ended",
      "○ main  awaiting wait for 10 s",
      "├─ ▲ clerk takeOrders()  awaiting lock 'ledger' for 3.2 s, held by 'refunds'  [deadlock]",
      "├─ ▲ refunds  awaiting lock 'inventory' for 3.1 s, held by 'clerk'  [deadlock]",
      "└─ ○ heartbeat  awaiting sleep, 800 ms left",
    ]);
  });

  it("says how ended tasks ended", () => {
    const table = tableOf([
      task(1, "a", { state: "done" }),
      task(2, "b", { state: "cancelled", outcome: { cancelMessage: "enough" } }),
      task(3, "c", { state: "failed", outcome: { exception: "Error: broken\u001b[31m" } }),
    ]);
    assert.deepEqual(treeLines(table, NOW_MS, { ...DEFAULT_TREE, ended: true }).map(plain), [
      "0 tasks; 3 ended (1 failed)",
      "✔ a  done",
      "⊘ b  cancelled: enough",
      "✖ c  failed: Error: broken␛[31m",
    ]);
  });

  it("counts loops that are blocked, in debug mode, or stopped", () => {
    const table = tableOf([task(1, "a", { state: "running" })]);
    const loop = table.loops[0]!;
    table.loops = [
      { ...loop, state: "blocked", blockedSinceMs: NOW_MS - 4000, debug: true },
      { ...loop, id: 2, state: "stopped" },
    ];
    assert.equal(
      plain(treeLines(table, NOW_MS)[0]!),
      "1 task: 1 running; loop 1 blocked for 4.0 s; debug mode; loop 2 stopped",
    );
  });
});
