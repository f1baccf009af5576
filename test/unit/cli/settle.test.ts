import assert from "node:assert/strict";
import { SettleWatch, shapeOf } from "../../../src/cli/settle.js";
import { DEADLOCK, NOW_MS, sampleTable, tableOf, task } from "./sample-program.js";

describe("whether a program has come to rest", () => {
  it("is settled when its shape stayed the same for the settle time", () => {
    const watch = new SettleWatch(2000);
    assert.equal(watch.observe("a", [], 0).kind, "busy");
    assert.equal(watch.observe("a", [], 1999).kind, "busy");
    assert.equal(watch.observe("a", [], 2000).kind, "settled");
    assert.equal(watch.observe("b", [], 2500).kind, "busy");
    assert.equal(watch.observe("b", [], 4500).kind, "settled");
  });

  it("hangs when one finding stayed that long, though other tasks go on", () => {
    const watch = new SettleWatch(2000);
    assert.equal(watch.observe("a", [], 0).kind, "busy");
    assert.equal(watch.observe("b", [DEADLOCK], 1000).kind, "busy");
    assert.equal(watch.observe("c", [DEADLOCK], 2500).kind, "busy");
    assert.deepEqual(watch.observe("d", [DEADLOCK], 3000), { kind: "hung", findings: [DEADLOCK] });
  });

  it("does not hang by a finding that went away and came back", () => {
    const watch = new SettleWatch(2000);
    watch.observe("a", [DEADLOCK], 0);
    watch.observe("a", [], 1000);
    assert.equal(watch.observe("a", [DEADLOCK], 2500).kind, "busy");
    assert.equal(watch.observe("a", [{ ...DEADLOCK, taskIds: [3, 2] }], 4500).kind, "hung");
  });

  it("does not hang by what only deserves a look, and is settled all the same", () => {
    const watch = new SettleWatch(2000);
    const leak = { ...DEADLOCK, kind: "leaked-tasks", severity: "warning" } as const;
    watch.observe("a", [leak], 0);
    assert.equal(watch.observe("a", [leak], 3000).kind, "settled");
  });

  it("is not settled while a task runs on and on", () => {
    const watch = new SettleWatch(2000);
    watch.observe("a", [], 0, true);
    assert.equal(watch.observe("a", [], 3000, true).kind, "busy");
    assert.equal(watch.observe("a", [], 3100, false).kind, "settled");
  });

  it("waits for a finding to last, though nothing else changes", () => {
    const watch = new SettleWatch(2000);
    watch.observe("a", [], 0);
    assert.equal(watch.observe("a", [DEADLOCK], 2000).kind, "busy");
  });
});

describe("the shape of a program", () => {
  it("does not change when a heartbeat sleeps again, or times pass", () => {
    const table = sampleTable();
    const before = shapeOf(table);
    const heartbeat = table.tasks.get(4)!;
    table.tasks.set(4, {
      ...heartbeat,
      awaiting: { kind: "sleep", sinceMs: NOW_MS, deadlineMs: NOW_MS + 1000 },
      counters: { steps: 9, cancelRequests: 0 },
    });
    assert.equal(shapeOf(table), before);
  });

  it("changes with tasks and with what they await", () => {
    const shapes = [
      tableOf([task(1, "a")]),
      tableOf([task(2, "a")]),
      tableOf([task(1, "a", { awaiting: { kind: "lock", resourceId: 3 } })]),
      tableOf([task(1, "a", { awaiting: { kind: "lock", resourceId: 4 } })]),
      tableOf([task(1, "a", { state: "done" })]),
    ].map(shapeOf);
    assert.equal(new Set(shapes).size, shapes.length);
  });
});
