import assert from "node:assert/strict";
import { applyChanges, replaceTasks } from "../../../src/cli/debug/task-table.js";
import type { TasksChangedBody } from "../../../src/protocol/index.js";
import { DEADLOCK, sampleTable, tableOf, task } from "./sample-program.js";

const NOTHING: TasksChangedBody = {
  tasks: [],
  removedTasks: [],
  resources: [],
  removedResources: [],
  loops: [],
  warnings: [],
  dropped: 0,
};

describe("the terminal client's task table", () => {
  it("takes whole records, and drops what is gone", () => {
    const table = sampleTable();
    const renamed = task(2, "renamed");
    applyChanges(table, {
      ...NOTHING,
      tasks: [renamed, task(9, "new")],
      removedTasks: [5],
      removedResources: [11],
    });
    assert.equal(table.tasks.get(2), renamed);
    assert.deepEqual([...table.tasks.keys()], [1, 2, 3, 4, 9]);
    assert.deepEqual([...table.resources.keys()], [12]);
  });

  it("takes those that have ended off the list of a task that waits for many", () => {
    const parent = { ...task(7, "parent"), awaiting: { kind: "gather", taskIds: [1, 2, 3] } };
    const table = tableOf([parent]);
    applyChanges(table, { ...NOTHING, noLongerAwaited: [{ taskId: 7, taskIds: [2] }] });
    assert.deepEqual(table.tasks.get(7)?.awaiting, { kind: "gather", taskIds: [1, 3] });
    applyChanges(table, { ...NOTHING, noLongerAwaited: [{ taskId: 7, taskIds: [1, 3] }] });
    assert.deepEqual(table.tasks.get(7)?.awaiting, { kind: "gather" });
  });

  it("keeps findings until others are told", () => {
    const table = sampleTable();
    applyChanges(table, NOTHING);
    assert.deepEqual(table.findings, [DEADLOCK]);
    applyChanges(table, { ...NOTHING, findings: [] });
    assert.deepEqual(table.findings, []);
  });

  it("updates loops by their id", () => {
    const table = tableOf([]);
    const loop = table.loops[0]!;
    applyChanges(table, {
      ...NOTHING,
      loops: [
        { ...loop, id: 2 },
        { ...loop, debug: true },
      ],
    });
    assert.deepEqual(
      table.loops.map(({ id, debug }) => [id, debug]),
      [
        [1, true],
        [2, false],
      ],
    );
  });

  it("keeps the newest warnings only", () => {
    const table = tableOf([]);
    for (let n = 0; n < 150; n++)
      applyChanges(table, { ...NOTHING, warnings: [{ kind: "k", message: String(n), atMs: n }] });
    assert.equal(table.warnings.length, 100);
    assert.equal(table.warnings.at(-1)?.message, "149");
  });

  it("says when it must be asked for anew, and is replaced then", () => {
    const table = sampleTable();
    assert.equal(applyChanges(table, NOTHING), false);
    assert.equal(applyChanges(table, { ...NOTHING, reset: true }), true);
    replaceTasks(table, { tasks: [task(7, "only")], resources: [], loops: [], dropped: 3 });
    assert.deepEqual([...table.tasks.keys()], [7]);
    assert.equal(table.resources.size, 0);
    assert.equal(table.dropped, 3);
  });
});
