import assert from "node:assert/strict";
import fc from "fast-check";
import { Deque } from "../../../src/runtime/deque.js";
import * as asyncio from "../../../src/runtime/index.js";
import { compareItems, heapPop, heapPush } from "../../../src/runtime/priority.js";
import { runManually } from "../../support/loop-on-manual-host.js";

function drain<T>(queue: asyncio.Queue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty()) items.push(queue.getNowait());
  return items;
}

describe("a queue's text", () => {
  it("shows its size, items, waiters, unfinished tasks and shutdown", () =>
    runManually(
      (function* () {
        const queue = new asyncio.Queue<number | string>(2, { name: "jobs" });
        assert.equal(String(queue), "<Queue 'jobs' maxsize=2>");
        queue.putNowait(1);
        queue.putNowait("two");
        const waiting = asyncio.createTask(queue.put(3));
        yield* asyncio.sleep(0);
        assert.equal(String(queue), "<Queue 'jobs' maxsize=2 _queue=[1, 'two'] _putters[1] tasks=2>");
        waiting.cancel();
        const empty = new asyncio.LifoQueue();
        empty.shutdown();
        assert.equal(String(empty), "<LifoQueue maxsize=0 shutdown>");
      })(),
    ));
});

describe("a subclass of Queue", () => {
  it("changes the order by overriding what stores the items", () => {
    class Alternating extends asyncio.Queue<number> {
      protected override _init(): void {
        this._queue = [];
      }
      protected override _put(item: number): void {
        (this._queue as number[]).splice(item % 2 === 0 ? 0 : this._queue.length, 0, item);
      }
      protected override _get(): number {
        return (this._queue as number[]).shift() as number;
      }
    }
    const queue = new Alternating();
    for (const item of [1, 2, 3, 4]) queue.putNowait(item);
    assert.deepEqual(drain(queue), [4, 2, 1, 3]);
  });
});

describe("the order of a priority queue", () => {
  it("is by value, by text, by time, and by the first difference of arrays", () => {
    const ordered: [unknown, unknown][] = [
      [1, 2],
      [1, 2n],
      [false, 1],
      [-Infinity, 0],
      ["a", "b"],
      ["a", "aa"],
      [new Date(1), new Date(2)],
      [
        [1, "b"],
        [2, "a"],
      ],
      [[1], [1, 0]],
      [
        [1, [2, 3]],
        [1, [2, 4]],
      ],
    ];
    for (const [smaller, larger] of ordered) {
      assert.ok(compareItems(smaller, larger) < 0, `${String(smaller)} < ${String(larger)}`);
      assert.ok(compareItems(larger, smaller) > 0, `${String(larger)} > ${String(smaller)}`);
      assert.equal(compareItems(smaller, smaller), 0);
    }
  });

  it("is what lessThan says for objects that have it", () => {
    class Job {
      constructor(
        readonly priority: number,
        readonly name: string,
      ) {}
      lessThan(other: Job): boolean {
        return this.priority < other.priority;
      }
    }
    const queue = new asyncio.PriorityQueue<Job>();
    for (const job of [new Job(2, "later"), new Job(1, "first"), new Job(3, "last")]) queue.putNowait(job);
    assert.deepEqual(
      drain(queue).map((job) => job.name),
      ["first", "later", "last"],
    );
  });

  it("is what the compare option says", () => {
    const queue = new asyncio.PriorityQueue<{ due: number }>(0, { compare: (a, b) => b.due - a.due });
    for (const due of [1, 3, 2]) queue.putNowait({ due });
    assert.deepEqual(
      drain(queue).map((item) => item.due),
      [3, 2, 1],
    );
  });

  it("is an error for what has none, and the queue stays as it was", () => {
    const queue = new asyncio.PriorityQueue<unknown>();
    for (const item of [5, 4, 6]) queue.putNowait(item);
    for (const item of ["text", null, {}, [1], undefined]) {
      assert.throws(() => queue.putNowait(item), {
        name: "TypeError",
        message: /^'<' not supported between/,
      });
    }
    assert.throws(() => compareItems([1, {}], [1, {}]), {
      message: "'<' not supported between instances of 'Object' and 'Object'",
    });
    assert.equal(queue.qsize(), 3);
    assert.deepEqual(drain(queue), [4, 5, 6]);
  });

  it("lets equal arrays share an item without an order, when it is the same one", () => {
    const shared = { no: "order" };
    assert.equal(compareItems([1, shared], [1, shared]), 0);
  });

  it("comes out of the heap sorted, whatever went in", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const heap: number[] = [];
        for (const item of items) heapPush(heap, item, compareItems);
        const taken = items.map(() => heapPop(heap, compareItems));
        assert.deepEqual(
          taken,
          [...items].sort((a, b) => a - b),
        );
      }),
    );
  });
});

describe("the store of a queue", () => {
  it("is first in, first out, through any mix of puts and gets", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.constant("get" as const))), (actions) => {
        const deque = new Deque<number>();
        const model: number[] = [];
        for (const action of actions) {
          if (action !== "get") {
            deque.push(action);
            model.push(action);
          } else if (model.length > 0) {
            assert.equal(deque.shift(), model.shift());
          }
          assert.equal(deque.length, model.length);
          assert.deepEqual([...deque], model);
        }
      }),
    );
  });
});
