import assert from "node:assert/strict";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import { awaiting, change, deadlock, response, task } from "./programs.js";

describe("the model of a program's tasks", () => {
  it("is what the answer to asyncioTasks says", () => {
    const model = new TasksModel();
    model.replace(response(task(1), task(2)));
    model.replace({ ...response(task(3)), dropped: 4 });
    assert.deepEqual([...model.tasks.keys()], [3]);
    assert.equal(model.dropped, 4);
  });

  it("takes over whole records of an event, and forgets what was removed", () => {
    const model = new TasksModel();
    model.replace(response(task(1), task(2)));
    const lock = { id: 7, kind: "lock", holders: [1], waiters: [] };
    model.apply(
      change({ tasks: [task(1, { state: "done" }), task(3)], removedTasks: [2], resources: [lock] }),
    );
    assert.deepEqual([...model.tasks.keys()], [1, 3]);
    assert.equal(model.task(1)?.state, "done");
    assert.equal(model.liveCount, 1);
    assert.equal(model.resource(7), lock);
    model.apply(change({ removedResources: [7] }));
    assert.equal(model.resource(7), undefined);
  });

  it("counts what has not ended, and what of that is held back", () => {
    const model = new TasksModel();
    model.replace(response(task(1, { frozen: true }), task(2, { state: "done" }), task(3)));
    assert.deepEqual([model.liveCount, model.frozenCount], [2, 1]);
    model.apply(change({ tasks: [task(1), task(3, { frozen: true }), task(4, { frozen: true })] }));
    assert.deepEqual([model.liveCount, model.frozenCount], [3, 2]);
    model.apply(change({ tasks: [task(3, { frozen: true, state: "cancelled" })], removedTasks: [4] }));
    assert.deepEqual([model.liveCount, model.frozenCount], [1, 0]);
    model.replace(response(task(5, { frozen: true })));
    assert.deepEqual([model.liveCount, model.frozenCount], [1, 1]);
  });

  it("asks to be read anew when the table was rebuilt, and changes no task until then", () => {
    const model = new TasksModel();
    model.replace(response(task(1)));
    assert.equal(model.apply(change({ tasks: [task(2)], reset: true })), false);
    assert.deepEqual([...model.tasks.keys()], [1]);
  });

  it("tells a changed label from a changed tree", () => {
    const model = new TasksModel();
    model.replace(response(awaiting(1, 2), task(2)));
    const shape = model.shapeRevision;
    const { revision } = model;
    model.apply(change({ tasks: [task(2, { name: "other", awaiting: { kind: "sleep" } })] }));
    assert.equal(model.shapeRevision, shape);
    assert.ok(model.revision > revision);
    model.apply(change({ tasks: [awaiting(1)] }));
    assert.ok(model.shapeRevision > shape, "1 no longer awaits 2");
  });

  it("takes those that have ended off the list of a task that waits for many", () => {
    const model = new TasksModel();
    model.replace(response(awaiting(1, 2, 3), task(2), task(3)));
    const shape = model.shapeRevision;
    model.apply(change({ noLongerAwaited: [{ taskId: 1, taskIds: [2] }] }));
    assert.deepEqual(model.task(1)?.awaiting?.taskIds, [3]);
    assert.ok(model.shapeRevision > shape);
    model.apply(change({ noLongerAwaited: [{ taskId: 99, taskIds: [3] }] }));
    assert.equal(model.task(99), undefined);
  });

  it("has another tree when a task appears, ends, or is removed", () => {
    const model = new TasksModel();
    model.replace(response(task(1)));
    for (const parts of [
      { tasks: [task(2)] },
      { tasks: [task(2, { state: "failed" as const })] },
      { removedTasks: [2] },
    ]) {
      const shape = model.shapeRevision;
      model.apply(change(parts));
      assert.ok(model.shapeRevision > shape, JSON.stringify(parts));
    }
  });

  it("keeps the findings until an event brings others", () => {
    const model = new TasksModel();
    model.apply(change({ findings: [deadlock(1, 2)] }));
    model.apply(change({ tasks: [task(1)] }));
    assert.equal(model.trouble(1)?.kind, "deadlock");
    model.apply(change({ findings: [] }));
    assert.equal(model.trouble(1), undefined);
  });

  it("names the gravest trouble of a task", () => {
    const model = new TasksModel();
    model.setFindings([
      { kind: "never-wakes", severity: "error", taskIds: [1, 3], message: "" },
      deadlock(1, 2),
    ]);
    assert.equal(model.trouble(1)?.kind, "deadlock");
    assert.equal(model.trouble(3)?.kind, "never-wakes");
    assert.equal(model.findings[0]?.kind, "deadlock");
  });

  it("is in debug mode when a loop is that is not closed", () => {
    const loop = { id: 1, state: "idle", debug: true, turns: 1, readyHandles: 0, timers: 0 } as const;
    const model = new TasksModel();
    assert.equal(model.debugMode, false);
    model.apply(change({ loops: [loop] }));
    assert.equal(model.debugMode, true);
    model.apply(change({ loops: [{ ...loop, state: "closed" }] }));
    assert.equal(model.debugMode, false);
  });
});
