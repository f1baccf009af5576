import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { runManually } from "../../support/loop-on-manual-host.js";

/** What a task is suspended on, for a debugger. */
function waitOf(task: asyncio.Task<unknown>): [kind: string | null, resource: object | null] {
  return [task._futWaiter?.waitKind ?? null, task._futWaiter?.waitResource ?? null];
}

describe("what locks tell a debugger that attaches late", () => {
  it("names them: beyond CPython, and null unless given", () => {
    const named = [
      new asyncio.Lock({ name: "a" }),
      new asyncio.Event({ name: "b" }),
      new asyncio.Condition(null, { name: "c" }),
      new asyncio.Semaphore(1, { name: "d" }),
      new asyncio.BoundedSemaphore(1, { name: "e" }),
      new asyncio.Barrier(2, { name: "f" }),
      new asyncio.Queue(0, { name: "g" }),
      new asyncio.PriorityQueue(0, { name: "h" }),
      new asyncio.LifoQueue(0, { name: "i" }),
    ];
    assert.equal(named.map((resource) => resource.name).join(""), "abcdefghi");
    assert.equal(new asyncio.Lock().name, null);
  });

  it("describes their state as CPython does, with the name", () =>
    runManually(
      (function* () {
        const lock = new asyncio.Lock({ name: "orders" });
        const semaphore = new asyncio.Semaphore(2);
        const event = new asyncio.Event();
        const condition = new asyncio.Condition(lock, { name: "stock" });
        assert.equal(String(lock), "<Lock 'orders' [unlocked]>");
        yield* lock.acquire();
        const waiting = [
          asyncio.createTask(lock.acquire()),
          asyncio.createTask(event.wait()),
          asyncio.createTask(lock.acquire()),
        ];
        yield* asyncio.sleep(0);
        assert.equal(String(lock), "<Lock 'orders' [locked, waiters:2]>");
        assert.equal(String(event), "<Event [unset, waiters:1]>");
        assert.equal(String(condition), "<Condition 'stock' [locked]>");
        assert.equal(String(semaphore), "<Semaphore [unlocked, value:2]>");
        assert.equal(String(new asyncio.Barrier(3)), "<Barrier [filling, waiters:0/3]>");
        for (const task of waiting) task.cancel();
      })(),
    ));

  it("keeps who holds a lock: the task that acquired it, nobody when it is free", () =>
    runManually(
      (function* () {
        const lock = new asyncio.Lock();
        const main = asyncio.currentTask();
        assert.equal(lock.owner, null);
        yield* lock.acquire();
        assert.equal(lock.owner, main);
        const next = asyncio.createTask(lock.acquire());
        yield* asyncio.sleep(0);
        lock.release();
        assert.equal(lock.owner, null);
        yield* next;
        assert.equal(lock.owner, next);
        asyncio.getRunningLoop().callSoon(() => lock.release());
        yield* asyncio.sleep(0);
        assert.equal(lock.owner, null);
      })(),
    ));

  it("keeps who holds a semaphore, how often, whoever releases it", () =>
    runManually(
      (function* () {
        const semaphore = new asyncio.Semaphore(3);
        const main = asyncio.currentTask() as asyncio.Task<unknown>;
        yield* semaphore.acquire();
        yield* semaphore.acquire();
        const other = asyncio.createTask(semaphore.acquire()) as asyncio.Task<unknown>;
        yield* other;
        assert.deepEqual(
          [...semaphore.holders],
          [
            [main, 2],
            [other, 1],
          ],
        );
        semaphore.release();
        assert.equal(semaphore.holders.get(main), 1);
        // A callback is no holder: it is taken for the longest holder.
        asyncio.getRunningLoop().callSoon(() => semaphore.release());
        yield* asyncio.sleep(0);
        assert.deepEqual([...semaphore.holders], [[other, 1]]);
        semaphore.release();
        semaphore.release();
        assert.equal(semaphore.holders.size, 0);
      })(),
    ));

  it("marks waiters with what they wait for, private parts as the whole that they belong to", () =>
    runManually(
      (function* () {
        const lock = new asyncio.Lock();
        const event = new asyncio.Event();
        const condition = new asyncio.Condition();
        const semaphore = new asyncio.Semaphore(0);
        const barrier = new asyncio.Barrier(2);
        const queue = new asyncio.Queue<number>(1);
        const empty = new asyncio.Queue<number>();
        yield* lock.acquire();
        queue.putNowait(1);
        const notified = function* () {
          yield* asyncio.asyncWith(condition, () => condition.wait());
        };
        const waiting: [asyncio.Coroutine<unknown>, string, object][] = [
          [lock.acquire(), "lock", lock],
          [event.wait(), "event", event],
          [notified(), "condition", condition],
          [semaphore.acquire(), "semaphore", semaphore],
          [barrier.wait(), "barrier", barrier],
          [queue.put(2), "queue.put", queue],
          [queue.join(), "queue.join", queue],
          [empty.get(), "queue.get", empty],
        ];
        const tasks = waiting.map(([coroutine]) => asyncio.createTask(coroutine));
        yield* asyncio.sleep(0);
        waiting.forEach(([, kind, resource], index) => {
          assert.deepEqual(waitOf(tasks[index] as asyncio.Task<unknown>), [kind, resource], kind);
        });
        for (const task of tasks) task.cancel();
      })(),
    ));
});

describeFlavours("a coroutine that is closed", (make) => {
  const close = (coroutine: asyncio.Coroutine<unknown>): void => {
    coroutine.return(undefined);
  };

  it("gives back the lock that it holds", () => {
    const lock = new asyncio.Lock();
    const holder = make(function* holder(): asyncio.Coroutine<void> {
      yield* asyncio.asyncWith(lock, function* () {
        yield* asyncio.sleep(0);
      });
    })();
    holder.next();
    assert.equal(lock.locked(), true);
    close(holder);
    assert.equal(lock.locked(), false);
  });

  it("leaves the queue of those who wait, so that it takes no one's turn", () =>
    runManually(
      (function* () {
        const lock = new asyncio.Lock();
        const queue = new asyncio.Queue<string>();
        const semaphore = new asyncio.Semaphore(0);
        yield* lock.acquire();
        const wait = make(function* wait(what: asyncio.Coroutine<unknown>): asyncio.Coroutine<void> {
          yield* what;
        });
        for (const what of [lock.acquire(), queue.get(), semaphore.acquire()]) {
          asyncio.getRunningLoop().callSoon(() => {
            const waiting = wait(what);
            waiting.next();
            close(waiting);
          });
        }
        yield* asyncio.sleep(0);
        lock.release();
        queue.putNowait("item");
        semaphore.release();
        yield* lock.acquire();
        assert.equal(yield* queue.get(), "item");
        yield* semaphore.acquire();
      })(),
    ));
});

describe("many waiters", () => {
  it("are cancelled, and leave, in a time that grows with their number only", () =>
    runManually(
      (function* () {
        const lock = new asyncio.Lock();
        yield* lock.acquire();
        const tasks = Array.from({ length: 20_000 }, () => asyncio.createTask(lock.acquire()));
        yield* asyncio.sleep(0);
        for (const task of tasks.reverse()) task.cancel();
        yield* asyncio.wait(tasks);
        assert.equal(String(lock), "<Lock [locked]>");
      })(),
    ));
});
