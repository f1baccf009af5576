import assert from "node:assert/strict";
import type { ResourceInfo } from "../../../src/protocol/index.js";
import * as asyncio from "../../../src/runtime/index.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";
import { AgentClient } from "./agent-client.js";

function* forever(): asyncio.Coroutine<void> {
  yield* asyncio.getRunningLoop().createFuture<void>();
}

/** What the task called `t` is expected to wait for. */
interface Expected {
  readonly kind: string;
  readonly label?: string;
  /** Names of the tasks waited for. */
  readonly tasks?: readonly string[];
  /** Kind of the resource. */
  readonly resource?: string;
  /** Whether the wait has an end, in about so many seconds. */
  readonly endsIn?: number;
}

interface Case {
  readonly what: string;
  /** Becomes the task `t`. `a` and `b` are pending tasks of these names. */
  readonly wait: (a: asyncio.Task<void>, b: asyncio.Task<void>) => asyncio.Coroutine<unknown>;
  readonly expected: Expected;
}

function* held(lock: asyncio.Lock): asyncio.Coroutine<unknown> {
  yield* lock.acquire();
  return yield* lock.acquire();
}

const CASES: Case[] = [
  { what: "a sleep", wait: () => asyncio.sleep(60), expected: { kind: "sleep", endsIn: 60 } },
  {
    what: "a task",
    wait: function* (a) {
      yield* a;
    },
    expected: { kind: "task", label: "a", tasks: ["a"] },
  },
  { what: "a bare future", wait: () => forever(), expected: { kind: "future" } },
  {
    what: "gather",
    wait: function* (a, b) {
      yield* asyncio.gather([a, b]);
    },
    expected: { kind: "gather", tasks: ["a", "b"] },
  },
  {
    what: "a gather of gathers and shields",
    wait: function* (a, b) {
      yield* asyncio.gather([asyncio.gather([a]), asyncio.shield(b)]);
    },
    expected: { kind: "gather", tasks: ["a", "b"] },
  },
  { what: "wait", wait: (a, b) => asyncio.wait([a, b]), expected: { kind: "wait", tasks: ["a", "b"] } },
  {
    what: "waitFor a task",
    wait: (a) => asyncio.waitFor(a, 60),
    expected: { kind: "waitFor", label: "a", tasks: ["a"], endsIn: 60 },
  },
  {
    what: "waitFor a coroutine that waits for a future",
    wait: () => asyncio.waitFor(forever(), 60),
    expected: { kind: "waitFor", label: "forever", endsIn: 60 },
  },
  {
    what: "waitFor a lock",
    wait: () => asyncio.waitFor(held(new asyncio.Lock({ name: "l" })), 60),
    expected: { kind: "lock", label: "l", resource: "lock", endsIn: 60 },
  },
  {
    what: "the earliest of nested timeouts",
    wait: () => asyncio.waitFor(asyncio.waitFor(asyncio.sleep(90), 60), 30),
    expected: { kind: "sleep", endsIn: 30 },
  },
  {
    what: "a timeout block",
    wait: () => asyncio.asyncWith(asyncio.timeout(20), () => forever()),
    expected: { kind: "future", endsIn: 20 },
  },
  {
    what: "shield",
    wait: function* (a) {
      yield* asyncio.shield(a);
    },
    expected: { kind: "shield", tasks: ["a"] },
  },
  {
    what: "asCompleted",
    wait: function* (a, b) {
      for (const next of asyncio.asCompleted([a, b])) yield* next;
    },
    expected: { kind: "asCompleted", tasks: ["a", "b"] },
  },
  {
    what: "a task group",
    wait: () =>
      asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
        group.createTask(forever(), { name: "member" });
      }),
    expected: { kind: "taskGroup", tasks: ["member"], resource: "taskGroup" },
  },
  {
    what: "a lock",
    wait: () => held(new asyncio.Lock({ name: "l" })),
    expected: { kind: "lock", label: "l", resource: "lock" },
  },
  {
    what: "an event",
    wait: () => new asyncio.Event({ name: "e" }).wait(),
    expected: { kind: "event", label: "e", resource: "event" },
  },
  {
    what: "a condition",
    wait: () => {
      const condition = new asyncio.Condition(null, { name: "c" });
      return asyncio.asyncWith(condition, () => condition.wait());
    },
    expected: { kind: "condition", label: "c", resource: "condition" },
  },
  {
    what: "a semaphore",
    wait: () => new asyncio.Semaphore(0, { name: "s" }).acquire(),
    expected: { kind: "semaphore", label: "s", resource: "semaphore" },
  },
  {
    what: "a barrier",
    wait: () => new asyncio.Barrier(2, { name: "b" }).wait(),
    expected: { kind: "barrier", label: "b", resource: "barrier" },
  },
  {
    what: "an item of a queue",
    wait: () => new asyncio.Queue(0, { name: "q" }).get(),
    expected: { kind: "queue.get", label: "q", resource: "queue" },
  },
  {
    what: "room in a queue",
    wait: function* () {
      const queue = new asyncio.Queue<number>(1, { name: "q" });
      for (;;) yield* queue.put(1);
    },
    expected: { kind: "queue.put", label: "q", resource: "queue" },
  },
  {
    what: "a queue's end",
    wait: function* () {
      const queue = new asyncio.Queue<number>(0, { name: "q" });
      yield* queue.put(1);
      yield* queue.join();
    },
    expected: { kind: "queue.join", label: "q", resource: "queue" },
  },
  {
    what: "a promise",
    wait: () => asyncio.fromPromise(new Promise(() => {})),
    expected: { kind: "promise" },
  },
];

describe("what the agent says that a task awaits", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  for (const { what, wait, expected } of CASES) {
    it(`names ${what}`, () =>
      asyncio.run(
        (function* main() {
          const a = asyncio.createTask(forever(), { name: "a" });
          const b = asyncio.createTask(forever(), { name: "b" });
          const beforeMs = Date.now();
          const task = asyncio.createTask(wait(a, b), { name: "t" });
          for (let turn = 0; turn < 5; turn++) yield* asyncio.sleep(0);
          const { awaiting } = client.task("t");
          const resource: ResourceInfo | undefined = client.resources.get(awaiting?.resourceId ?? -1);
          assert.deepEqual(
            {
              kind: awaiting?.kind,
              ...(awaiting?.label === undefined ? {} : { label: awaiting.label }),
              ...(awaiting?.taskIds === undefined ? {} : { tasks: client.names(awaiting.taskIds) }),
              ...(resource === undefined ? {} : { resource: resource.kind }),
              ...(awaiting?.deadlineMs === undefined
                ? {}
                : { endsIn: Math.round((awaiting.deadlineMs - beforeMs) / 10_000) * 10 }),
            },
            expected,
          );
          assert.ok((awaiting?.sinceMs ?? 0) > 1e12);
          if (resource !== undefined) assert.deepEqual(client.names(resource.waiters), ["t"]);
          task.cancel();
          yield* asyncio.wait([task]);
        })(),
      ));
  }

  it("has of a sleep how long it was asked to last: it used to be taken from the beginning of the turn on", () => {
    const run = manualLoop();
    return runManually(
      (function* main() {
        const late = asyncio.createTask(
          (function* () {
            run.host.nowMs += 330;
            yield* asyncio.sleep(0.05);
          })(),
          { name: "late" },
        );
        const limited = asyncio.createTask(asyncio.waitFor(asyncio.sleep(90), 60), { name: "limited" });
        yield* asyncio.sleep(0);
        const times = (name: string) => {
          const { sinceMs = 0, deadlineMs = 0, durationMs } = client.task(name).awaiting ?? {};
          return { durationMs, endsInMs: Math.round((deadlineMs - sinceMs) / 10) * 10 };
        };
        assert.deepEqual(times("late"), { durationMs: 50, endsInMs: 50 });
        assert.deepEqual(times("limited"), { durationMs: 90_000, endsInMs: 60_000 });
        for (const task of [late, limited]) task.cancel();
        yield* asyncio.wait([late, limited]);
      })(),
      run,
    );
  });

  it("calls a bare suspension a yield", () =>
    asyncio.run(
      (function* main() {
        const task = asyncio.createTask(
          (function* () {
            for (;;) yield* asyncio.sleep(0);
          })(),
          { name: "t" },
        );
        yield* asyncio.sleep(0);
        assert.equal(client.task("t").awaiting?.kind, "yield");
        task.cancel();
      })(),
    ));

  it("takes tasks that have ended off the list of a gather that goes on", () =>
    asyncio.run(
      (function* main() {
        const a = asyncio.createTask(asyncio.sleep(0), { name: "a" });
        const b = asyncio.createTask(forever(), { name: "b" });
        const task = asyncio.createTask(
          (function* () {
            yield* asyncio.gather([a, b]);
          })(),
          { name: "t" },
        );
        yield* asyncio.sleep(0);
        assert.deepEqual(client.names(client.task("t").awaiting?.taskIds), ["a", "b"]);
        yield* a;
        assert.deepEqual(client.names(client.task("t").awaiting?.taskIds), ["b"]);
        task.cancel();
      })(),
    ));
});

describe("the agent's resources", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  it("tells who holds a lock and who waits, in order", () =>
    asyncio.run(
      (function* main() {
        asyncio.currentTask()?.setName("main");
        const lock = new asyncio.Lock({ name: "orders" });
        yield* lock.acquire();
        const tasks = ["a", "b"].map((name) => asyncio.createTask(held(lock), { name }));
        yield* asyncio.sleep(0);
        const { id, loopId, ...rest } = client.resource("orders");
        client.task("main");
        assert.equal(typeof id, "number");
        assert.equal(loopId, client.task("main").loopId);
        assert.equal(rest.kind, "lock");
        assert.deepEqual(client.names(rest.holders), ["main"]);
        assert.deepEqual(client.names(rest.waiters), ["a", "b"]);
        lock.release();
        yield* asyncio.sleep(0);
        assert.deepEqual(client.names(client.resource("orders").holders), ["a"]);
        for (const task of tasks) task.cancel();
      })(),
    ));

  it("names an ended task that still holds a lock", () =>
    asyncio.run(
      (function* main() {
        const lock = new asyncio.Lock({ name: "left" });
        yield* asyncio.createTask(lock.acquire(), { name: "gone" });
        assert.deepEqual(client.names(client.resource("left").holders), ["gone"]);
        assert.equal(client.task("gone").state, "done");
      })(),
    ));

  it("counts a semaphore's places and its holders", () =>
    asyncio.run(
      (function* main() {
        asyncio.currentTask()?.setName("main");
        const semaphore = new asyncio.Semaphore(3, { name: "pool" });
        yield* semaphore.acquire();
        const { size, capacity, holders } = client.resource("pool");
        client.task("main");
        assert.deepEqual([size, capacity, client.names(holders)], [2, 3, ["main"]]);
      })(),
    ));

  it("keeps a queue's size up to date though nobody waits", () =>
    asyncio.run(
      (function* main() {
        const queue = new asyncio.Queue<number>(5, { name: "jobs" });
        const getter = asyncio.createTask(queue.get());
        yield* asyncio.sleep(0);
        assert.deepEqual([client.resource("jobs").size, client.resource("jobs").capacity], [0, 5]);
        getter.cancel();
        yield* asyncio.wait([getter]);
        queue.putNowait(1);
        queue.putNowait(2);
        assert.equal(client.resource("jobs").size, 2);
      })(),
    ));

  it("has them all in a pulse, with what keeps Node busy", () =>
    asyncio.run(
      (function* main() {
        const event = new asyncio.Event({ name: "never" });
        const task = asyncio.createTask(event.wait());
        yield* asyncio.sleep(0);
        const { resources, loops } = client.command("pulse", {});
        assert.ok(resources.some(({ label, waiters }) => label === "never" && waiters.length === 1));
        const [loop] = loops.filter(({ state }) => state === "running");
        assert.ok(Array.isArray(loop?.hostResources));
        assert.equal(loop?.debug, false);
        task.cancel();
      })(),
    ));
});
