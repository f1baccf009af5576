import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { HISTORY_LIMIT_TASKS, TaskTable } from "../../../src/adapter/tasks/task-table.js";
import { type ChangesMessage, type TaskInfo, withoutAwaited } from "../../../src/protocol/index.js";
import { IDLE, resource, task } from "./tables.js";

let seq = 0;
function changes(more: Partial<ChangesMessage>): ChangesMessage {
  return {
    kind: "changes",
    seq: ++seq,
    atMs: 0,
    tasks: [],
    resources: [],
    loops: [],
    warnings: [],
    forgottenTasks: [],
    forgottenResources: [],
    dropped: 0,
    ...more,
  };
}

describe("the task table", () => {
  it("keeps whole records, and who waits for whom in both directions", () => {
    const table = new TaskTable();
    table.apply(
      changes({
        tasks: [
          task(1, "main", { awaiting: { kind: "gather", taskIds: [2, 3] } }),
          task(2, "a"),
          task(3, "b"),
        ],
      }),
    );
    assert.deepEqual(table.awaitedBy(2), [1]);
    table.takeDelta();
    table.apply(changes({ tasks: [task(1, "main", { awaiting: { kind: "gather", taskIds: [3] } })] }));
    assert.deepEqual(table.awaitedBy(2), []);
    assert.deepEqual(
      [...(table.takeDelta()?.tasks ?? [])].sort(),
      [1, 2],
      "a task whose waiters changed has changed",
    );
  });

  it("shows an ended task without what it awaited", () => {
    const table = new TaskTable();
    table.apply(
      changes({ tasks: [task(1, "a", { awaiting: { kind: "task", taskIds: [2] } }), task(2, "b")] }),
    );
    table.apply(
      changes({ tasks: [task(1, "a", { state: "done", awaiting: { kind: "task", taskIds: [2] } })] }),
    );
    assert.equal(table.tasks.get(1)?.awaiting, undefined);
    assert.deepEqual(table.awaitedBy(2), []);
    assert.deepEqual([...table.pending], [2]);
  });

  it("keeps forgotten tasks in a bounded history, and drops the oldest", () => {
    const table = new TaskTable();
    const count = HISTORY_LIMIT_TASKS + 5;
    const tasks = Array.from({ length: count }, (_, index) => task(index + 1, "t", { state: "done" }));
    table.apply(changes({ tasks }));
    table.takeDelta();
    table.apply(changes({ forgottenTasks: tasks.map(({ id }) => id) }));
    assert.equal(table.tasks.size, HISTORY_LIMIT_TASKS);
    assert.deepEqual(table.takeDelta()?.removedTasks, [1, 2, 3, 4, 5]);
  });

  it("keeps what the client had seen pending, however many come and go that it had not", () => {
    const table = new TaskTable();
    table.apply(changes({ tasks: [task(1, "seen")] }));
    table.takeDelta();
    table.apply(changes({ tasks: [task(1, "seen", { state: "cancelled" })], forgottenTasks: [1] }));
    const drops = Array.from({ length: 3 * HISTORY_LIMIT_TASKS }, (_, index) =>
      task(index + 10, "drop", { state: "done" }),
    );
    table.apply(changes({ tasks: drops }));
    table.takeDelta();
    table.apply(changes({ forgottenTasks: drops.map(({ id }) => id) }));
    assert.equal(table.tasks.size, HISTORY_LIMIT_TASKS + 1);
    assert.equal(table.tasks.get(1)?.state, "cancelled");
  });

  it("asks for a snapshot after a gap and after dropped records", () => {
    const table = new TaskTable();
    assert.equal(table.apply(changes({})), false);
    assert.equal(table.apply(changes({ dropped: 3 })), true);
    assert.equal(table.dropped, 3);
    assert.equal(table.apply(changes({ dropped: 2, complete: true })), false, "no snapshot has more");
    assert.equal(table.dropped, 5);
    seq++;
    assert.equal(table.apply(changes({})), true);
    assert.equal(table.apply(changes({})), false);
  });

  it("is rebuilt by a snapshot: what nobody names is gone, the history stays", () => {
    const table = new TaskTable();
    table.apply(
      changes({
        tasks: [task(1, "stays"), task(2, "lost"), task(3, "ended", { state: "done" })],
        resources: [resource(10, "lock"), resource(11, "lock")],
        forgottenTasks: [3],
      }),
    );
    table.takeDelta();
    table.beginSnapshot();
    table.applyPage({
      seq,
      atMs: 0,
      tasks: [task(1, "stays")],
      resources: [resource(10, "lock")],
      loops: [IDLE],
    });
    table.apply(changes({ tasks: [task(4, "new meanwhile")] }));
    table.endSnapshot();
    assert.deepEqual([...table.tasks.keys()].sort(), [1, 3, 4]);
    assert.deepEqual([...table.resources.keys()], [10]);
    const delta = table.takeDelta();
    assert.equal(delta?.reset, true);
    assert.deepEqual(delta?.removedTasks, [2]);
  });

  it("has no delta when nothing changed", () => {
    const table = new TaskTable();
    table.apply(changes({ tasks: [task(1, "a")] }));
    assert.notEqual(table.takeDelta(), undefined);
    assert.equal(table.takeDelta(), undefined);
  });

  it("tells of a task that waits for many who of them has ended, without the others", () => {
    const table = new TaskTable();
    const parent = task(1, "parent", { awaiting: { kind: "gather", taskIds: [2, 3, 4] } });
    table.apply(changes({ tasks: [parent, task(2, "a"), task(3, "b"), task(4, "c")] }));
    table.takeDelta();
    const done = task(3, "b", { state: "done" });
    table.apply(changes({ tasks: [done], noLongerAwaited: [{ taskId: 1, taskIds: [3] }] }));
    const delta = table.takeDelta();
    assert.deepEqual(delta?.tasks, [3]);
    assert.deepEqual(delta?.noLongerAwaited, [{ taskId: 1, taskIds: [3] }]);
    assert.deepEqual(table.tasks.get(1)?.awaiting?.taskIds, [2, 4]);
    assert.deepEqual(table.awaitedBy(3), []);
    assert.equal(table.takeDelta(), undefined);
  });

  it("is what a client has that applies every delta, whatever the program does", () => {
    const step = fc.record({
      id: fc.integer({ min: 1, max: 12 }),
      state: fc.constantFrom("pending", "running", "done", "failed", "cancelled"),
      waits: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
      forget: fc.boolean(),
      ended: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const table = new TaskTable();
        const client = new Map<number, TaskInfo & { awaitedBy: readonly number[] }>();
        for (const { id, state, waits, forget, ended } of steps) {
          const record = task(id, `t${id}`, {
            state: state as TaskInfo["state"],
            ...(waits.length > 0 ? { awaiting: { kind: "gather", taskIds: waits } } : {}),
          });
          const noLongerAwaited = [{ taskId: (id % 12) + 1, taskIds: ended }];
          table.apply(changes({ tasks: [record], noLongerAwaited, forgottenTasks: forget ? [id] : [] }));
          const delta = table.takeDelta();
          for (const changed of delta?.tasks ?? []) {
            client.set(changed, { ...table.tasks.get(changed)!, awaitedBy: table.awaitedBy(changed) });
          }
          for (const { taskId, taskIds } of delta?.noLongerAwaited ?? []) {
            const known = client.get(taskId);
            if (known !== undefined) client.set(taskId, withoutAwaited(known, taskIds));
          }
          for (const removed of delta?.removedTasks ?? []) client.delete(removed);
        }
        const expected = [...table.tasks].map(
          ([id, record]) => [id, { ...record, awaitedBy: table.awaitedBy(id) }] as const,
        );
        assert.deepEqual(new Map([...client].sort()), new Map([...expected].sort()));
        for (const [id, { awaitedBy }] of client) {
          for (const waiter of awaitedBy) assert.ok(client.get(waiter)?.awaiting?.taskIds?.includes(id));
        }
      }),
    );
  });
});
