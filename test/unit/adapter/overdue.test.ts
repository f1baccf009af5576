import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { diagnose, type Snapshot } from "../../../src/adapter/diagnosis/diagnosis.js";
import { Interruptions } from "../../../src/adapter/diagnosis/interruptions.js";
import { LeakWatch } from "../../../src/adapter/diagnosis/leak-watch.js";
import type { TaskInfo, WarningInfo } from "../../../src/protocol/index.js";
import { resource, snapshot, task } from "./tables.js";

const NOW_MS = 1_000_000;
const ALIVE = { loop: { timers: 1 } };
const kinds = (table: Snapshot) => diagnose(table).map(({ kind, taskIds }) => [kind, [...taskIds]] as const);
const message = (table: Snapshot) => diagnose(table)[0]?.message ?? "";

describe("a task that does not get to run", () => {
  const ready = (atMs: number): Partial<TaskInfo> => ({ wokenBy: { cause: "timer", atMs } });

  it("is starved after a second, however it came to be runnable", () => {
    const yielding = { awaiting: { kind: "yield", sinceMs: NOW_MS - 1_500 } };
    const tasks = [
      task(1, "a", ready(NOW_MS - 2_000)),
      task(2, "b", yielding),
      task(3, "c", ready(NOW_MS - 900)),
    ];
    assert.deepEqual(kinds(snapshot(tasks, [], ALIVE)), [["starved-task", [1, 2]]]);
  });

  it("is not while the table may be old, the program is stopped, or its loop does not run", () => {
    const tasks = [task(1, "a", ready(NOW_MS - 60_000))];
    const { asOfMs: _, ...unanswered } = snapshot(tasks, [], ALIVE);
    assert.deepEqual(kinds(unanswered), []);
    assert.deepEqual(kinds(snapshot(tasks, [], { ...ALIVE, stopped: true })), []);
    assert.deepEqual(kinds(snapshot(tasks, [], { loop: { state: "stopped" } })), []);
    assert.deepEqual(kinds(snapshot(tasks, [], { ...ALIVE, undisturbedSinceMs: NOW_MS - 500 })), []);
  });

  it("is explained by a blocked loop; by a turn with too much in it it is starved", () => {
    const tasks = [task(1, "a", ready(NOW_MS - 3_000)), task(2, "spinning", { state: "running" })];
    const blocked = { sinceMs: NOW_MS - 4_000, taskId: 2 };
    assert.deepEqual(kinds(snapshot(tasks, [], { loop: { state: "running" }, blocked })), [
      ["blocked-loop", [2]],
    ]);
    const overloaded = { sinceMs: NOW_MS - 4_000, overloaded: true };
    const table = snapshot(tasks, [], { loop: { state: "running" }, blocked: overloaded });
    assert.deepEqual(kinds(table), [["starved-task", [1]]]);
    assert.match(message(table), /one turn of the loop has so many callbacks/);
  });

  it("is not starved by the first turn of a multitude, which is long and then over", () => {
    const tasks = [task(1, "a", ready(NOW_MS - 5_000))];
    const first = { sinceMs: NOW_MS - 2_500, overloaded: true };
    assert.deepEqual(kinds(snapshot(tasks, [], { loop: { state: "running" }, blocked: first })), []);
  });

  it("is judged as of the moment that its record is of, however much later the last record has come", () => {
    // It was ready for 0.9 s when the program was asked, and has run since. Three seconds later it used to be starved.
    const tasks = [task(1, "a", ready(NOW_MS - 3_900))];
    assert.deepEqual(kinds(snapshot(tasks, [], { ...ALIVE, asOfMs: NOW_MS - 3_000 })), []);
    assert.deepEqual(kinds(snapshot(tasks, [], { ...ALIVE, asOfMs: NOW_MS - 2_900 })), [
      ["starved-task", [1]],
    ]);
  });
});

describe("a task that was asked to end", () => {
  const asked = (atMs: number, more: Partial<TaskInfo> = {}): Partial<TaskInfo> => ({
    awaiting: { kind: "sleep", deadlineMs: NOW_MS + 9_000 },
    cancelling: 1,
    cancels: [{ atMs, byTaskId: 9, byTaskName: "boss" }],
    ...more,
  });

  it("suppresses its cancellation when it is still there after three seconds", () => {
    const table = snapshot([task(1, "worker", asked(NOW_MS - 3_000))], [], ALIVE);
    assert.deepEqual(kinds(table), [["suppressed-cancellation", [1]]]);
    assert.match(
      message(table),
      /^'worker' goes on although 'boss' has cancelled it, and waits for a sleep: /,
    );
  });

  it("does not while it may be cleaning up, nor when it took the request back", () => {
    assert.deepEqual(kinds(snapshot([task(1, "w", asked(NOW_MS - 2_000))], [], ALIVE)), []);
    const { cancelling: _, ...declined } = asked(NOW_MS - 9_000);
    assert.deepEqual(kinds(snapshot([task(1, "w", declined)], [], ALIVE)), []);
  });

  it("is not the one to look at when it waits for another that was asked, too", () => {
    const parent = asked(NOW_MS - 9_000, { awaiting: { kind: "task", taskIds: [2] } });
    const table = snapshot([task(1, "parent", parent), task(2, "child", asked(NOW_MS - 9_000))], [], ALIVE);
    assert.deepEqual(kinds(table), [["suppressed-cancellation", [2]]]);
  });
});

describe("a failure that nobody looks at", () => {
  const failed = (endedMs: number): Partial<TaskInfo> => ({
    state: "failed",
    endedMs,
    parentId: 1,
    outcome: { exception: "ValueError: no", unretrieved: true },
    createdAt: { path: "/a.ts", line: 3, column: 1 },
  });
  const parent = (kind: string) => task(1, "main", { awaiting: { kind, deadlineMs: NOW_MS + 1 } });

  it("is found after five seconds, with the place of the task", () => {
    const table = snapshot([parent("sleep"), task(2, "job", failed(NOW_MS - 5_000))], [], ALIVE);
    const [finding, ...others] = diagnose(table);
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, "unretrieved-exception");
    assert.deepEqual(finding?.places, [{ path: "/a.ts", line: 3, column: 1 }]);
    assert.match(finding?.message ?? "", /^'job' has failed with ValueError: no, and nobody/);
  });

  it("is not while whoever made it waits for other tasks: it may be the next", () => {
    for (const kind of ["wait", "gather", "task", "taskGroup", "asCompleted"]) {
      const table = snapshot([parent(kind), task(2, "job", failed(NOW_MS - 60_000))], [], ALIVE);
      assert.deepEqual(kinds(table), [], kind);
    }
    const member = { ...failed(NOW_MS - 60_000), groupId: 7 };
    assert.deepEqual(kinds(snapshot([parent("sleep"), task(2, "job", member)], [], ALIVE)), []);
  });
});

describe("a queue that nobody empties", () => {
  const queue = (more: object) => resource(20, "queue", { label: "jobs", size: 2, capacity: 2, ...more });
  const putting = (sinceMs: number): Partial<TaskInfo> => ({
    awaiting: { kind: "queue.put", resourceId: 20, sinceMs },
  });
  const consumer = (more: Partial<TaskInfo>) => task(2, "consumer", { state: "failed", ...more });

  it("is found a second after its consumer has failed, and names the failure", () => {
    const failed = consumer({ endedMs: NOW_MS - 1_500, outcome: { exception: "RangeError: three" } });
    const tasks = [task(1, "producer", putting(NOW_MS - 1_200)), failed];
    const table = snapshot(tasks, [queue({ consumers: [2], waiters: [1] })], ALIVE);
    assert.deepEqual(kinds(table), [["queue-without-consumer", [1]]]);
    assert.match(message(table), /its consumer 'consumer' has failed with RangeError: three: /);
  });

  it("takes three seconds after a consumer that ended well, for another one may come", () => {
    const tasks = (endedMs: number) => [
      task(1, "producer", putting(NOW_MS - 60_000)),
      consumer({ state: "done", endedMs }),
    ];
    const queues = [queue({ consumers: [2], waiters: [1] })];
    assert.deepEqual(kinds(snapshot(tasks(NOW_MS - 2_000), queues, ALIVE)), []);
    assert.deepEqual(kinds(snapshot(tasks(NOW_MS - 4_000), queues, ALIVE)), [
      ["queue-without-consumer", [1]],
    ]);
  });

  it("is none with a consumer that lives, one that waits, one that is no task, or a timeout", () => {
    const producer = task(1, "producer", putting(NOW_MS - 60_000));
    const alive = consumer({ state: "pending", awaiting: { kind: "sleep", deadlineMs: NOW_MS + 1 } });
    assert.deepEqual(kinds(snapshot([producer, alive], [queue({ consumers: [2] })], ALIVE)), []);
    const getting = task(3, "new", { awaiting: { kind: "queue.get", resourceId: 20 } });
    assert.deepEqual(
      kinds(snapshot([producer, getting], [queue({ consumers: [2], waiters: [3] })], ALIVE)),
      [],
    );
    assert.deepEqual(kinds(snapshot([producer], [queue({})], ALIVE)), []);
    const timed = task(1, "p", {
      awaiting: { kind: "queue.put", resourceId: 20, sinceMs: 0, deadlineMs: NOW_MS },
    });
    assert.deepEqual(kinds(snapshot([timed], [queue({ consumers: [] })], ALIVE)), []);
  });

  it("is part of the explanation when nothing else is left", () => {
    const table = snapshot(
      [task(1, "producer", putting(NOW_MS - 60_000)), consumer({ outcome: { exception: "E: x" } })],
      [queue({ consumers: [2], waiters: [1] })],
    );
    assert.deepEqual(kinds(table), [["never-wakes", [1]]]);
    assert.match(
      message(table),
      /queue 'jobs', whose consumer 'consumer' has failed with E: x, but nothing is left/,
    );
  });
});

describe("what the program has warned of", () => {
  const warning = (kind: string, more: Partial<WarningInfo> = {}): WarningInfo => ({
    kind,
    message: `${kind} text`,
    atMs: NOW_MS - 1_000,
    ...more,
  });
  const site = { path: "/a.ts", line: 7, column: 3 };
  const warned = (...warnings: WarningInfo[]) => snapshot([task(1, "t")], [], { ...ALIVE, warnings });

  it("is one finding for each place, however often it happened", () => {
    const table = warned(
      warning("never-awaited", { site }),
      warning("never-awaited", { site }),
      warning("unheard-of"),
    );
    const [finding, ...others] = diagnose(table);
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, "never-awaited");
    assert.deepEqual(finding?.places, [site]);
    assert.match(finding?.message ?? "", /\(2 times\)/);
  });

  it("of a slow callback is forgotten after a minute, and none when the debugger was the reason", () => {
    const slow = warning("slow-callback", { taskId: 1, durationMs: 300 });
    assert.match(message(warned(slow)), /^A step of 't' took 300 ms, and nothing else could run/);
    assert.deepEqual(kinds(warned({ ...slow, atMs: NOW_MS - 61_000 })), []);
    const wasStopped = (fromMs: number, toMs: number) => fromMs === slow.atMs - 300 && toMs === slow.atMs;
    assert.deepEqual(kinds({ ...warned(slow), wasStopped }), []);
  });
});

describe("interruptions", () => {
  it("remember when the debugger held the program, and since when nothing has", () => {
    let nowMs = 100;
    const interruptions = new Interruptions(() => nowMs);
    assert.equal(interruptions.undisturbedSinceMs, 0);
    interruptions.stopped();
    nowMs = 200;
    assert.ok(interruptions.wasStopped(150, 160), "it lasts");
    interruptions.resumed();
    assert.equal(interruptions.undisturbedSinceMs, 200);
    assert.ok(interruptions.wasStopped(50, 100));
    assert.ok(interruptions.wasStopped(200, 900));
    assert.ok(!interruptions.wasStopped(10, 99));
    assert.ok(!interruptions.wasStopped(201, 900));
    nowMs = 300;
    interruptions.unblocked();
    assert.equal(interruptions.undisturbedSinceMs, 300);
  });
});

describe("a leak", () => {
  const createdAt = { path: "/server.ts", line: 12, column: 5 };

  /** Looks once a second at a number of tasks that grows by `perSecond`; `make` says what each is like. */
  function leaksAfter(
    seconds: number,
    perSecond: number,
    make: (id: number, second: number) => Partial<TaskInfo> | undefined = () => ({}),
    isAwaited: (id: number) => boolean = () => false,
  ) {
    const watch = new LeakWatch();
    for (let second = 0; second <= seconds; second++) {
      const tasks = new Map<number, TaskInfo>();
      for (let id = 1; id <= second * perSecond; id++) {
        const more = make(id, second);
        const createdMs = Math.ceil(id / perSecond) * 1_000;
        const basis = { coroutine: "handle", createdAt, createdMs, awaiting: { kind: "event" } };
        if (more !== undefined) tasks.set(id, task(id, `h${id}`, { ...basis, ...more }));
      }
      watch.look({ tasks, pending: new Set(tasks.keys()), isAwaited }, second * 1_000);
    }
    return watch.leaks;
  }

  it("is a place whose tasks become steadily more, and do not end", () => {
    const [leak, ...others] = leaksAfter(11, 20);
    assert.deepEqual(others, []);
    assert.equal(leak?.site, createdAt);
    assert.equal(leak?.count, 220);
    assert.equal(leak?.growth, 200);
    assert.deepEqual(leak?.taskIds.slice(0, 3), [1, 2, 3], "the oldest");
  });

  it("is seen only after a while, and not when the growing ends", () => {
    assert.deepEqual(leaksAfter(9, 100), []);
    const burst = (id: number) => (id <= 500 ? {} : undefined);
    assert.deepEqual(leaksAfter(30, 100, burst), []);
  });

  it("is none when the tasks end in time, wait for the outside, are awaited, or belong to a group", () => {
    const recent = (id: number, second: number) => (id > (second - 5) * 40 ? {} : undefined);
    assert.deepEqual(leaksAfter(20, 40, recent), []);
    for (const kind of ["stream.read", "tls"]) {
      assert.deepEqual(
        leaksAfter(20, 40, () => ({ awaiting: { kind } })),
        [],
      );
    }
    assert.deepEqual(
      leaksAfter(20, 40, () => ({ awaiting: { kind: "event", deadlineMs: 1 } })),
      [],
    );
    assert.deepEqual(
      leaksAfter(20, 40, () => ({ groupId: 3 })),
      [],
    );
    assert.deepEqual(
      leaksAfter(20, 40, undefined, () => true),
      [],
    );
  });

  it("is a finding that leads to the place", () => {
    const leaks = leaksAfter(11, 20);
    const oldest = task(1, "h1", { awaiting: { kind: "event" }, createdMs: 5 });
    const [finding] = diagnose(snapshot([oldest], [], { ...ALIVE, leaks }));
    assert.equal(finding?.kind, "leaked-tasks");
    assert.deepEqual(finding?.places, [createdAt]);
    assert.match(
      finding?.message ?? "",
      /^220 tasks of 'handle' from one place are pending, 200 more than 10 s ago/,
    );
  });
});

describe("whatever a table says", () => {
  const state = fc.constantFrom("pending", "running", "done", "cancelled", "failed");
  const kind = fc.constantFrom(
    "lock",
    "semaphore",
    "event",
    "queue.get",
    "queue.put",
    "queue.join",
    "task",
    "yield",
  );
  const time = fc.integer({ min: 0, max: NOW_MS });
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 });
  const record = fc.record({
    state,
    waits: fc.option(
      fc.record({ kind, resourceId: fc.integer({ min: 20, max: 24 }), taskIds: ids, sinceMs: time }),
    ),
    wokenMs: time,
    endedMs: time,
    cancelling: fc.nat(2),
    unretrieved: fc.boolean(),
  });
  const thing = fc.record({
    kind: fc.constantFrom("lock", "queue", "semaphore"),
    holders: ids,
    waiters: ids,
    consumers: fc.option(ids),
  });

  it("each finding is a sentence about tasks that it knows, of which the pending ones are named once a kind", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 8 }),
        fc.array(thing, { maxLength: 5 }),
        (records, things) => {
          const tasks = records.map(
            ({ state: of, waits, wokenMs, endedMs, cancelling, unretrieved }, index) =>
              task(index + 1, `t${index + 1}`, {
                state: of as TaskInfo["state"],
                wokenBy: { cause: "task", atMs: wokenMs },
                ...(waits === null || of !== "pending" ? {} : { awaiting: waits }),
                ...(of === "pending" || of === "running"
                  ? { cancelling, cancels: [{ atMs: wokenMs }] }
                  : { endedMs, outcome: { unretrieved } }),
              }),
          );
          const resources = things.map(({ consumers, ...rest }, index) =>
            resource(20 + index, rest.kind, { ...rest, ...(consumers === null ? {} : { consumers }) }),
          );
          const findings = diagnose(snapshot(tasks, resources));
          const named = new Set<string>();
          for (const { kind: found, taskIds, message: text, severity } of findings) {
            assert.match(text, /^[A-Z'\d].*\.$/s);
            assert.ok(!text.includes("undefined") && !text.includes("NaN"), text);
            assert.ok(["error", "warning", "info"].includes(severity));
            assert.equal(new Set(taskIds).size, taskIds.length);
            for (const id of taskIds) {
              assert.ok(id >= 1 && id <= tasks.length);
              if (found === "never-wakes" || found === "lock-held-by-ended-task") continue;
              assert.ok(!named.has(`${found} ${id}`), `${found} names ${id} twice`);
              named.add(`${found} ${id}`);
            }
          }
        },
      ),
    );
  });
});
