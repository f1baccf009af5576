import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { diagnose, type Snapshot } from "../../../src/adapter/diagnosis/diagnosis.js";
import type { TaskInfo } from "../../../src/protocol/index.js";
import { resource, snapshot, task } from "./tables.js";

/** A timer somewhere: the loop itself is alive. */
const ALIVE = { loop: { timers: 1 } };
const kinds = (table: Snapshot) => diagnose(table).map(({ kind, taskIds }) => [kind, [...taskIds]] as const);
const onLock = (resourceId: number): Partial<TaskInfo> => ({ awaiting: { kind: "lock", resourceId } });
const onTasks = (kind: string, ...taskIds: number[]): Partial<TaskInfo> => ({ awaiting: { kind, taskIds } });

describe("a deadlock", () => {
  it("of two tasks and two locks is one finding, without those who queue behind", () => {
    const table = snapshot(
      [
        task(1, "main", onTasks("gather", 2, 3, 4)),
        task(2, "reserve", onLock(11)),
        task(3, "pay", onLock(10)),
        task(4, "late", onLock(10)),
      ],
      [
        resource(10, "lock", { label: "orders", holders: [2], waiters: [3, 4] }),
        resource(11, "lock", { label: "stock", holders: [3], waiters: [2] }),
      ],
      ALIVE,
    );
    const [finding, ...others] = diagnose(table);
    assert.deepEqual(others, []);
    assert.deepEqual(finding?.taskIds, [2, 3]);
    assert.deepEqual(finding?.resourceIds, [11, 10]);
    assert.equal(
      finding?.message,
      "Deadlock: 'reserve' waits for lock 'stock', held by 'pay'; 'pay' waits for lock 'orders', held by 'reserve': cancel one of them, and take the locks in the same order everywhere.",
    );
  });

  it("of a task with itself names the lock that it holds", () => {
    const table = snapshot(
      [task(1, "twice", onLock(10))],
      [resource(10, "lock", { holders: [1], waiters: [1] })],
      ALIVE,
    );
    const [finding] = diagnose(table);
    assert.deepEqual(finding?.taskIds, [1]);
    assert.match(finding?.message ?? "", /which it holds itself/);
  });

  it("goes through tasks that wait for tasks, in whatever way", () => {
    for (const kind of ["task", "gather", "taskGroup", "shield", "waitFor"]) {
      const table = snapshot(
        [
          task(1, "outer", onTasks(kind, 2, 3)),
          task(2, "inner", onLock(10)),
          task(3, "other", { awaiting: { kind: "sleep" } }),
        ],
        [resource(10, "lock", { holders: [1], waiters: [2] })],
        ALIVE,
      );
      assert.deepEqual(kinds(table), [["deadlock", [1, 2]]], kind);
    }
  });

  it("through a semaphore needs all of its places in the cycle", () => {
    const tasks = [
      task(1, "a", onLock(10)),
      task(2, "b", { awaiting: { kind: "semaphore", resourceId: 11 } }),
      task(3, "c", { awaiting: { kind: "sleep" } }),
    ];
    const lock = resource(10, "lock", { holders: [2], waiters: [1] });
    const full = resource(11, "semaphore", { holders: [1], waiters: [2], capacity: 1, size: 0 });
    const shared = resource(11, "semaphore", { holders: [1, 3], waiters: [2], capacity: 2, size: 0 });
    assert.deepEqual(kinds(snapshot(tasks, [lock, full], ALIVE)), [["deadlock", [1, 2]]]);
    assert.deepEqual(kinds(snapshot(tasks, [lock, shared], ALIVE)), []);
  });

  it("of two cycles is two findings", () => {
    const locks = [10, 11, 12, 13].map((id, index) => resource(id, "lock", { holders: [index + 1] }));
    const tasks = [
      task(1, "a", onLock(11)),
      task(2, "b", onLock(10)),
      task(3, "c", onLock(13)),
      task(4, "d", onLock(12)),
    ];
    assert.deepEqual(kinds(snapshot(tasks, locks, ALIVE)), [
      ["deadlock", [1, 2]],
      ["deadlock", [3, 4]],
    ]);
  });

  it("is none while one of its tasks is frozen, nor does a frozen task never wake", () => {
    const locks = [
      resource(10, "lock", { holders: [2], waiters: [3] }),
      resource(11, "lock", { holders: [3], waiters: [2] }),
    ];
    const frozen = { frozen: true };
    assert.deepEqual(
      kinds(snapshot([task(2, "a", onLock(11)), task(3, "b", { ...onLock(10), ...frozen })], locks)),
      [],
    );
    assert.deepEqual(kinds(snapshot([task(1, "main", onTasks("task", 2)), task(2, "held", frozen)], [])), []);
  });

  it("is seen in a stopped program too", () => {
    const tasks = [task(1, "a", onLock(11)), task(2, "b", onLock(10))];
    const locks = [resource(10, "lock", { holders: [1] }), resource(11, "lock", { holders: [2] })];
    assert.deepEqual(kinds(snapshot(tasks, locks, { stopped: true })), [["deadlock", [1, 2]]]);
  });
});

describe("tasks that never wake", () => {
  it("are those of a loop in which nothing is scheduled", () => {
    const table = snapshot(
      [
        task(1, "main", onTasks("gather", 2)),
        task(2, "waiter", { awaiting: { kind: "event", resourceId: 10 } }),
      ],
      [resource(10, "event", { label: "ready", waiters: [2] })],
    );
    const [finding, ...others] = diagnose(table);
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, "never-wakes");
    assert.deepEqual(finding?.taskIds, [1, 2]);
    assert.match(finding?.message ?? "", /^'waiter' waits for event 'ready', but nothing is left/);
  });

  it("are those behind a lock whose holder has ended, although the loop lives", () => {
    const table = snapshot(
      [task(1, "careless", { state: "done" }), task(2, "next", onLock(10))],
      [resource(10, "lock", { label: "db", holders: [1], waiters: [2] })],
      ALIVE,
    );
    assert.deepEqual(kinds(table), [["never-wakes", [2]]]);
    assert.match(diagnose(table)[0]?.message ?? "", /lock 'db' is still held by 'careless', which has ended/);
  });

  it("are not named twice when a deadlock explains them", () => {
    const tasks = [
      task(1, "main", onTasks("gather", 2, 3)),
      task(2, "a", onLock(11)),
      task(3, "b", onLock(10)),
    ];
    const locks = [resource(10, "lock", { holders: [2] }), resource(11, "lock", { holders: [3] })];
    assert.deepEqual(kinds(snapshot(tasks, locks)), [["deadlock", [2, 3]]]);
  });
});

describe("a lock held by an ended task, with nobody waiting", () => {
  it("is a finding of its own", () => {
    const table = snapshot(
      [task(1, "careless", { state: "failed" })],
      [resource(10, "lock", { holders: [1] })],
      ALIVE,
    );
    assert.deepEqual(kinds(table), [["lock-held-by-ended-task", [1]]]);
  });
});

describe("a blocked loop", () => {
  const tasks = [
    task(1, "busy", { state: "running" }),
    task(2, "patient", { awaiting: { kind: "sleep", deadlineMs: 5 } }),
  ];

  it("names the blocking task only", () => {
    const table = snapshot(tasks, [], { loop: { state: "running" }, blocked: { sinceMs: 1_000, taskId: 1 } });
    assert.deepEqual(
      diagnose(table).map(({ kind, taskIds, sinceMs }) => ({ kind, taskIds, sinceMs })),
      [{ kind: "blocked-loop", taskIds: [1], sinceMs: 1_000 }],
    );
  });

  it("may be blocked by a plain callback", () => {
    const table = snapshot(tasks, [], { loop: { state: "running" }, blocked: { sinceMs: 1 } });
    assert.deepEqual(kinds(table), [["blocked-loop", []]]);
  });

  it("is not one while the debugger holds the program", () => {
    const table = snapshot(tasks, [], { stopped: true, blocked: { sinceMs: 1, taskId: 1 } });
    assert.deepEqual(kinds(table), []);
  });
});

describe("a healthy program is never accused", () => {
  const lock = resource(10, "lock", { holders: [1], waiters: [2] });
  const cases: readonly [string, Snapshot][] = [
    ["no task at all", snapshot([])],
    ["only ended tasks", snapshot([task(1, "a", { state: "done" }), task(2, "b", { state: "failed" })])],
    ["a sleeping task", snapshot([task(1, "a", { awaiting: { kind: "sleep", deadlineMs: 9 } })], [], ALIVE)],
    ["a task about to run", snapshot([task(1, "a")])],
    [
      "a callback about to run",
      snapshot([task(1, "a", { awaiting: { kind: "event" } })], [], { loop: { readyHandles: 1 } }),
    ],
    ["a timer", snapshot([task(1, "a", { awaiting: { kind: "future" } })], [], ALIVE)],
    [
      "a socket",
      snapshot([task(1, "a", { awaiting: { kind: "promise" } })], [], {
        loop: { hostResources: ["TCPSocketWrap"] },
      }),
    ],
    [
      "a loop of which nobody knows what it waits for",
      snapshot([task(1, "a", { awaiting: { kind: "promise" } })], [], {
        loop: { hostResources: undefined as never },
      }),
    ],
    [
      "a running turn",
      snapshot([task(1, "a", { awaiting: { kind: "event" } })], [], { loop: { state: "running" } }),
    ],
    ["a stopped program", snapshot([task(1, "a", { awaiting: { kind: "event" } })], [], { stopped: true })],
    [
      "a lock whose holder sleeps",
      snapshot([task(1, "a", { awaiting: { kind: "sleep" } }), task(2, "b", onLock(10))], [lock], ALIVE),
    ],
    [
      "a lock whose holder runs",
      snapshot([task(1, "a", { state: "running" }), task(2, "b", onLock(10))], [lock], {
        loop: { state: "running" },
      }),
    ],
    [
      "a free lock about to be handed over",
      snapshot([task(2, "b", onLock(10))], [resource(10, "lock", { waiters: [2] })], {
        loop: { readyHandles: 1 },
      }),
    ],
    [
      "a cycle with a timeout in it",
      snapshot(
        [
          task(1, "a", { awaiting: { kind: "lock", resourceId: 11, deadlineMs: 9 } }),
          task(2, "b", onLock(10)),
        ],
        [lock, resource(11, "lock", { holders: [2], waiters: [1] })],
        ALIVE,
      ),
    ],
    [
      "a wait that is content with another task",
      snapshot(
        [
          task(1, "a", onTasks("wait", 2, 3)),
          task(2, "b", onLock(10)),
          task(3, "c", { awaiting: { kind: "sleep" } }),
        ],
        [lock],
        ALIVE,
      ),
    ],
    [
      "a semaphore with a free place",
      snapshot(
        [task(1, "a", onTasks("task", 2)), task(2, "b", { awaiting: { kind: "semaphore", resourceId: 12 } })],
        [resource(12, "semaphore", { holders: [1], waiters: [2], capacity: 2, size: 1 })],
        ALIVE,
      ),
    ],
    [
      "a semaphore that somebody else may release",
      snapshot(
        [task(1, "a", { state: "done" }), task(2, "b", { awaiting: { kind: "semaphore", resourceId: 12 } })],
        [resource(12, "semaphore", { holders: [1], waiters: [2], capacity: 1, size: 0 })],
        ALIVE,
      ),
    ],
    [
      "a queue's two ends",
      snapshot(
        [
          task(1, "producer", { awaiting: { kind: "queue.put", resourceId: 13 } }),
          task(2, "consumer", { awaiting: { kind: "queue.get", resourceId: 13 } }),
        ],
        [resource(13, "queue", { waiters: [1, 2] })],
        ALIVE,
      ),
    ],
    [
      "a holder that the table does not know",
      snapshot([task(2, "b", onLock(10))], [resource(10, "lock", { holders: [99], waiters: [2] })], ALIVE),
    ],
    [
      "waiting for an ended task, whose waiter is about to wake",
      snapshot([task(1, "a", onTasks("task", 2)), task(2, "b", { state: "done" })], [], {
        loop: { readyHandles: 1 },
      }),
    ],
  ];
  for (const [name, table] of cases) {
    it(name, () => assert.deepEqual(kinds(table), []));
  }

  it("whatever the table, as long as every chain of waiting ends with somebody who can go on", () => {
    // Task n waits for a lock or a task of smaller number, and task 0 sleeps: there is no cycle.
    const chain = fc.array(
      fc.tuple(fc.nat(1_000), fc.constantFrom("lock", "task", "gather", "wait", "semaphore")),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(chain, (waits) => {
        const tasks = [task(0, "root", { awaiting: { kind: "sleep", deadlineMs: 1 } })];
        const resources = [];
        for (const [index, [choice, kind]] of waits.entries()) {
          const id = index + 1;
          const target = choice % id;
          if (kind === "lock" || kind === "semaphore") {
            const resourceId = 10_000 + id;
            resources.push(
              resource(resourceId, kind, { holders: [target], waiters: [id], capacity: 1, size: 0 }),
            );
            tasks.push(task(id, `t${id}`, { awaiting: { kind, resourceId } }));
          } else tasks.push(task(id, `t${id}`, onTasks(kind, target)));
        }
        assert.deepEqual(kinds(snapshot(tasks, resources, ALIVE)), []);
      }),
    );
  });
});

describe("any ring of locks", () => {
  it("is found whole, however many wait behind it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(1_000), { maxLength: 40 }),
        (size, behind) => {
          const ring = Array.from({ length: size }, (_, index) =>
            task(index + 1, `t${index + 1}`, onLock(1_000 + ((index + 1) % size))),
          );
          const locks = ring.map((_, index) => resource(1_000 + index, "lock", { holders: [index + 1] }));
          const queued = behind.map((choice, index) =>
            task(size + 1 + index, `q${index}`, onLock(1_000 + (choice % size))),
          );
          const [finding, ...others] = diagnose(snapshot([...ring, ...queued], locks, ALIVE));
          assert.deepEqual(others, []);
          assert.deepEqual(
            [...(finding?.taskIds ?? [])].sort((a, b) => a - b),
            ring.map(({ id }) => id),
          );
          assert.equal(finding?.resourceIds?.length, size);
        },
      ),
    );
  });
});

// A list of them was passed as arguments, of which a call takes some hundred thousand: nothing was found at all.
describe("a program of very many tasks", () => {
  const COUNT = 300_000;
  const many = (more: (id: number) => Partial<TaskInfo>): TaskInfo[] =>
    Array.from({ length: COUNT }, (_, index) => task(index + 10, "worker", more(index + 10)));

  it("is diagnosed when all of them wait for one lock, behind a deadlock", () => {
    const waits = (resourceId: number) => ({ awaiting: { kind: "lock", resourceId, sinceMs: 1 } });
    const tasks = [task(1, "ann", waits(8)), task(2, "bob", waits(7)), ...many(() => waits(7))];
    const locks = [resource(7, "lock", { holders: [1] }), resource(8, "lock", { holders: [2] })];
    assert.deepEqual(
      diagnose(snapshot(tasks, locks)).map(({ kind, taskIds }) => [kind, taskIds]),
      [["deadlock", [1, 2]]],
    );
  });

  it("is diagnosed when none of them will ever wake, and when none gets to run", () => {
    const waiting = snapshot(many((sinceMs) => ({ awaiting: { kind: "event", resourceId: 5, sinceMs } })));
    const [never] = diagnose(waiting);
    assert.deepEqual([never?.kind, never?.taskIds.length, never?.sinceMs], ["never-wakes", COUNT, COUNT + 9]);
    const ready = many((atMs) => ({ wokenBy: { cause: "timer", atMs } }));
    const [starved] = diagnose(snapshot(ready, [], { loop: { timers: 1 } }));
    assert.deepEqual([starved?.kind, starved?.taskIds.length, starved?.sinceMs], ["starved-task", COUNT, 10]);
  });
});
