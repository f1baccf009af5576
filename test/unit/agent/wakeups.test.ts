import assert from "node:assert/strict";
import { STEP_TIME_BOUNDS_MS, type Wakeup } from "../../../src/protocol/index.js";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient } from "./agent-client.js";

type Coro<T> = asyncio.Coroutine<T>;

describe("the agent tells what made a task runnable", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  /** Runs `wait` as the task `t` beside `other`, until both have ended; gives what woke `t` in the end. */
  async function wokenBy(wait: () => Coro<unknown>, other: (t: asyncio.Task<unknown>) => Coro<unknown>) {
    await asyncio.run(
      (function* () {
        const t = asyncio.createTask(wait(), { name: "t" });
        yield* asyncio.sleep(0);
        const helper = asyncio.createTask(other(t), { name: "helper" });
        yield* asyncio.gather([t, helper], { returnExceptions: true });
        client.flush();
      })(),
    );
    const { wokenBy: wakeup } = client.task("t");
    assert.ok(wakeup !== undefined);
    assert.ok(Math.abs(wakeup.atMs - Date.now()) < 60_000, "epoch milliseconds");
    const { atMs: _, byTaskId, resourceId, ...rest } = wakeup;
    return {
      ...rest,
      by: byTaskId === undefined ? undefined : client.names([byTaskId])[0],
      resource: resourceId === undefined ? undefined : client.resources.get(resourceId)?.kind,
    };
  }

  const lock = new asyncio.Lock({ name: "orders" });
  const queue = new asyncio.Queue<number>(0, { name: "jobs" });
  const nothing = function* (): Coro<void> {};
  const cases: readonly {
    what: string;
    wait: () => Coro<unknown>;
    other: (t: asyncio.Task<unknown>) => Coro<unknown>;
    expected: Partial<Wakeup> & { by?: string; resource?: string };
  }[] = [
    {
      what: "a timer",
      wait: () => asyncio.sleep(0.001),
      other: nothing,
      expected: { cause: "timer", awaited: "sleep" },
    },
    {
      what: "a turn that has passed",
      wait: () => asyncio.sleep(0),
      other: nothing,
      expected: { cause: "yield" },
    },
    {
      what: "whoever puts into a queue",
      wait: () => queue.get(),
      other: () => queue.put(1),
      expected: { cause: "task", awaited: "queue.get", label: "jobs", by: "helper", resource: "queue" },
    },
    {
      what: "whoever releases a lock",
      wait: function* () {
        yield* lock.acquire();
        lock.release();
      },
      other: function* () {
        lock.release();
      },
      expected: { cause: "task", awaited: "lock", label: "orders", by: "helper", resource: "lock" },
    },
    {
      what: "whoever cancels it",
      wait: () => asyncio.sleep(60),
      other: function* (t) {
        t.cancel("enough");
      },
      expected: { cause: "cancel", awaited: "sleep", by: "helper" },
    },
    {
      what: "a socket, a process, a promise: something outside of the loop",
      wait: () => asyncio.fromPromise(new Promise((resolve) => setTimeout(resolve, 1))),
      other: nothing,
      expected: { cause: "io", awaited: "promise" },
    },
    {
      what: "a callback",
      wait: function* () {
        const future = asyncio.getRunningLoop().createFuture<void>();
        asyncio.getRunningLoop().callSoon(() => future.setResult());
        yield* future;
      },
      other: nothing,
      expected: { cause: "callback", awaited: "future" },
    },
  ];
  for (const { what, wait, other, expected } of cases) {
    it(what, async () => {
      await lock.acquire().next();
      const woken = await wokenBy(wait, other);
      if (lock.locked()) lock.release();
      assert.deepEqual(woken, { by: undefined, resource: undefined, ...expected });
    });
  }

  it("the task that it awaited, alone or among others", () =>
    asyncio.run(
      (function* () {
        const child = asyncio.createTask(asyncio.sleep(0.001), { name: "child" });
        const single = asyncio.createTask(awaiting(child), { name: "single" });
        const gathering = asyncio.createTask(awaiting(asyncio.gather([child])), { name: "gathering" });
        yield* asyncio.wait([single, gathering]);
        for (const [name, awaited] of [
          ["single", "task"],
          ["gathering", "gather"],
        ] as const) {
          const wakeup = client.task(name).wokenBy;
          assert.equal(wakeup?.cause, "task", name);
          assert.equal(wakeup?.awaited, awaited);
          assert.deepEqual(client.names([wakeup?.byTaskId ?? 0]), ["child"], name);
        }
      })(),
    ));

  it("its creation, as long as it has not run", () =>
    asyncio.run(
      (function* () {
        asyncio.createTask(asyncio.sleep(60), { name: "new" });
        const { wokenBy: wakeup, awaiting: wait } = client.task("new");
        assert.equal(wait, undefined);
        assert.equal(wakeup?.cause, "created");
        yield* asyncio.sleep(0);
        assert.equal(client.task("new").wokenBy, undefined);
      })(),
    ));
});

describe("the agent counts", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  it("steps by their duration", () =>
    asyncio.run(
      (function* () {
        const spinning = asyncio.createTask(spin(20), { name: "spinning" });
        yield* spinning;
        yield* asyncio.sleep(0.001);
        const { counters } = client.task("spinning");
        const times = counters?.stepTimes ?? [];
        assert.equal(
          times.reduce((sum, count) => sum + count, 0),
          counters?.steps,
          "each step is counted once",
        );
        const shorter = STEP_TIME_BOUNDS_MS.filter((bound) => bound < counters!.longestStepMs!);
        assert.equal(times.length - 1, shorter.length);
        assert.ok((times.at(-1) ?? 0) > 0);
      })(),
    ));

  it("the time from being runnable to running", () =>
    asyncio.run(
      (function* () {
        const future = asyncio.getRunningLoop().createFuture<void>();
        const late = asyncio.createTask(awaiting(future), { name: "late" });
        // While a timer is set, the loop looks at the clock at each turn.
        const timer = asyncio.createTask(asyncio.sleep(60));
        yield* asyncio.sleep(0.001);
        future.setResult();
        yield* spin(20);
        yield* late;
        timer.cancel();
        const { counters } = client.task("late");
        assert.ok(counters!.longestDelayMs! >= 20, `${counters!.longestDelayMs} ms`);
        assert.ok(counters!.delayMs! >= counters!.longestDelayMs!);
      })(),
    ));

  it("open requests to cancel, and says who asked", () =>
    asyncio.run(
      (function* () {
        asyncio.currentTask()?.setName("boss");
        const stubborn = asyncio.createTask(refuse(), { name: "stubborn" });
        yield* asyncio.sleep(0);
        stubborn.cancel("stop it");
        yield* asyncio.sleep(0);
        const { cancelling, cancels } = client.task("stubborn");
        assert.equal(cancelling, 1);
        assert.deepEqual(
          cancels?.map(({ message, byTaskName }) => [message, byTaskName]),
          [["stop it", "boss"]],
        );
        stubborn.cancel("really");
        yield* asyncio.sleep(0);
        assert.equal(
          client.task("stubborn").cancelling,
          1,
          "the second one replaces the first, which it took back",
        );
        yield* asyncio.wait([stubborn]);
      })(),
    ));

  it("who takes from a queue and who puts into it", () =>
    asyncio.run(
      (function* () {
        const jobs = new asyncio.Queue<number>(1, { name: "used jobs" });
        const consumer = asyncio.createTask(drain(jobs, 3), { name: "consumer" });
        const producer = asyncio.createTask(fill(jobs, 4), { name: "producer" });
        yield* asyncio.gather([consumer, producer]);
        const blocked = asyncio.createTask(jobs.put(5), { name: "blocked" });
        yield* asyncio.sleep(0.001);
        const { consumers, producers } = client.resource("used jobs");
        assert.deepEqual(client.names(consumers), ["consumer"]);
        assert.deepEqual(client.names(producers), ["producer"]);
        asyncio.getRunningLoop().callSoon(() => jobs.getNowait());
        yield* blocked;
        yield* asyncio.sleep(0.001);
        assert.equal(client.resource("used jobs").consumers, undefined, "others than tasks took from it");
      })(),
    ));

  it("a failure as not looked at, until somebody does", () =>
    asyncio.run(
      (function* () {
        const failing = asyncio.createTask(fail(), { name: "failing" });
        yield* asyncio.wait([failing]);
        assert.equal(client.task("failing").outcome?.unretrieved, true);
        failing.exception();
        assert.equal(client.task("failing").outcome?.unretrieved, undefined);
      })(),
    ));

  it("what the loop has run", () =>
    asyncio.run(
      (function* () {
        yield* asyncio.sleep(0.001);
        const handles = () => client.command("pulse", {}).loops.at(-1)?.handlesRun ?? Number.NaN;
        const before = handles();
        yield* asyncio.sleep(0);
        assert.equal(handles(), before + 1);
      })(),
    ));
});

function* awaiting(awaitable: asyncio.Awaitable<unknown>): Coro<void> {
  yield* awaitable;
}

function* spin(durationMs: number): Coro<void> {
  const end = performance.now() + durationMs;
  while (performance.now() < end);
}

function* refuse(): Coro<void> {
  try {
    yield* asyncio.sleep(60);
  } catch {
    try {
      yield* asyncio.sleep(60);
    } catch {
      asyncio.currentTask()?.uncancel();
      yield* asyncio.sleep(0.001);
    }
  }
}

function* drain(queue: asyncio.Queue<number>, count: number): Coro<void> {
  for (let n = 0; n < count; n++) yield* queue.get();
}

function* fill(queue: asyncio.Queue<number>, count: number): Coro<void> {
  for (let n = 0; n < count; n++) yield* queue.put(n);
}

function* fail(): Coro<void> {
  throw new RangeError("out of range");
}
