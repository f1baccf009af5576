import assert from "node:assert/strict";
import {
  awaitingText,
  taskDescription,
  taskIcon,
  taskLabel,
} from "../../../src/extension/tasks/task-label.js";
import { TasksModel } from "../../../src/extension/tasks/tasks-model.js";
import { taskAccessibleLabel, taskDetails, taskTooltip } from "../../../src/extension/tree/task-details.js";
import type { Awaiting, DapTask } from "../../../src/protocol/index.js";
import { change, deadlock, response, task } from "./programs.js";

const NOW_MS = 1_000_000;

describe("the text of a task's row", () => {
  const model = new TasksModel();
  model.replace({
    ...response(
      task(1, { name: "main" }),
      task(2, { name: "worker-1" }),
      task(3, { name: "gone", state: "done", endedMs: 5 }),
    ),
    resources: [
      { id: 10, kind: "lock", label: "orders", holders: [2], waiters: [1] },
      { id: 11, kind: "semaphore", holders: [1, 2, 3, 4, 5], waiters: [] },
      { id: 12, kind: "lock", holders: [3], waiters: [] },
    ],
  });
  const text = (awaiting: Awaiting): string => awaitingText(awaiting, 1, model);

  it("is the name, and the coroutine when it is called otherwise", () => {
    assert.equal(taskLabel(task(4, { name: "Task-3", coroutine: "worker" })), "Task-3 (worker)");
    assert.equal(taskLabel(task(4, { name: "worker", coroutine: "worker" })), "worker");
    assert.equal(taskLabel(task(4, { name: "", coroutine: "" })), "Task #4");
  });

  it("says what is awaited, who holds it, and for how long", () => {
    const waiting = task(1, {
      awaiting: { kind: "lock", label: "orders", resourceId: 10, sinceMs: NOW_MS - 12_300 },
    });
    assert.equal(taskDescription(waiting, model, NOW_MS), "awaiting Lock 'orders' held by worker-1 · 10 s");
  });

  it("says that a task is frozen", () => {
    const frozen = { frozen: true, awaiting: { kind: "event", label: "gate" } };
    assert.equal(taskDescription(task(1, frozen), model, NOW_MS), "frozen, awaiting Event 'gate'");
  });

  it("names a resource by its label, by its own record, or by its number", () => {
    assert.equal(text({ kind: "queue.get", label: "jobs" }), "Queue.get 'jobs'");
    assert.equal(text({ kind: "lock", resourceId: 10 }), "Lock 'orders' held by worker-1");
    assert.equal(text({ kind: "event", resourceId: 44 }), "Event #44");
    assert.equal(text({ kind: "accept" }), "connections");
  });

  it("names two holders and counts the others; a lock may be held by its waiter or by an ended task", () => {
    assert.equal(
      text({ kind: "semaphore", resourceId: 11 }),
      "Semaphore #11 held by itself, worker-1 and 3 more",
    );
    assert.equal(text({ kind: "lock", resourceId: 12 }), "Lock #12 held by gone (ended)");
  });

  it("counts the tasks of a gather, and names a single one", () => {
    assert.equal(text({ kind: "gather", taskIds: [1, 2, 3] }), "gather of 3 tasks");
    assert.equal(text({ kind: "shield", taskIds: [2] }), "shield of worker-1");
    assert.equal(text({ kind: "task", label: "worker-1", taskIds: [2] }), "task 'worker-1'");
  });

  it("writes a sleep as the program does", () => {
    assert.equal(text({ kind: "sleep", sinceMs: 1000, deadlineMs: 3500 }), "sleep(2.5)");
    assert.equal(text({ kind: "sleep", sinceMs: 1000.4, deadlineMs: 2003.1 }), "sleep(1)");
    assert.equal(text({ kind: "sleep", sinceMs: 1000, deadlineMs: 1005 }), "sleep(0.005)");
    assert.equal(text({ kind: "sleep", sinceMs: 1000, deadlineMs: 3_601_007 }), "sleep(3600)");
    assert.equal(text({ kind: "yield" }), "sleep(0)");
    // It used to be the time that was left at the beginning of the turn, and at most that of a timeout around it.
    assert.equal(text({ kind: "sleep", sinceMs: 1000, deadlineMs: 1380, durationMs: 50 }), "sleep(0.05)");
    assert.equal(text({ kind: "sleep", sinceMs: 1000, deadlineMs: 1002, durationMs: 1.5 }), "sleep(0.0015)");
  });

  it("shows an unknown kind as it is", () => {
    assert.equal(text({ kind: "carrier.pigeon", label: "x" }), "carrier.pigeon 'x'");
  });

  const ends: readonly (readonly [Partial<DapTask>, string])[] = [
    [{ state: "running" }, "running"],
    [{ state: "pending", counters: { steps: 0, cancelRequests: 0 } }, "not started"],
    [{ state: "pending" }, "ready"],
    [{ state: "done" }, "done"],
    [{ state: "done", outcome: { result: "number 42" } }, "returned number 42"],
    [{ state: "done", outcome: { suppressedCancellation: true } }, "done, cancellation suppressed"],
    [{ state: "cancelled" }, "cancelled"],
    [{ state: "cancelled", outcome: { cancelMessage: "too slow" } }, "cancelled: too slow"],
    [{ state: "failed", outcome: { exception: "TypeError: x" } }, "TypeError: x"],
  ];
  for (const [parts, expected] of ends) {
    it(`says "${expected}"`, () => assert.equal(taskDescription(task(1, parts), model, NOW_MS), expected));
  }

  it("stays on one line of bounded length, whatever the program calls things", () => {
    const label = taskLabel(task(1, { name: `a\n\u0007b${"x".repeat(1000)}`, coroutine: "" }));
    assert.match(label, /^a b/);
    assert.equal(label.length, 200);
  });

  it("does not change with time where VS Code would draw the row anew for it", () => {
    const waiting = task(1, { awaiting: { kind: "event", sinceMs: 0, deadlineMs: 30_000 } });
    assert.match(taskTooltip(waiting, model), /waits for at most 30 s/);
    assert.doesNotMatch(taskAccessibleLabel(waiting, model), / s$/);
  });

  it("copies with the exact time", () => {
    const waiting = task(1, {
      name: "main",
      coroutine: "main",
      awaiting: { kind: "event", sinceMs: NOW_MS - 12_300 },
    });
    assert.equal(taskDetails(waiting, model, NOW_MS), "main #1\nawaiting Event · 12 s\n");
  });
});

describe("a task in a deadlock", () => {
  const model = new TasksModel();
  const member = task(1, { awaiting: { kind: "lock" } });
  model.replace(response(member, task(2)));
  model.apply(change({ findings: [deadlock(1, 2)] }));

  it("has its own icon, says so when hovered, and to a screen reader", () => {
    assert.equal(taskIcon(member, model), "deadlocked");
    assert.match(taskTooltip(member, model), /each waits for the next/);
    assert.match(taskAccessibleLabel(member, model), /^Task task-1, stuck, awaiting Lock/);
  });

  it("looks ended once it has ended", () => {
    assert.equal(taskIcon({ ...member, state: "cancelled" }, model), "cancelled");
  });
});
