import assert from "node:assert/strict";
import { awaitersOf } from "../../../src/runtime/awaited_by.js";
import * as asyncio from "../../../src/runtime/index.js";
import { staggeredRace } from "../../../src/runtime/staggered.js";
import { runManually } from "../../support/loop-on-manual-host.js";

type Coro<T> = asyncio.Coroutine<T>;

/** The names of the tasks that await, level by level: `a(b(c), d)`. */
function tree(graph: asyncio.FutureCallGraph): string {
  const name = graph.future instanceof asyncio.Task ? graph.future.getName() : "future";
  return graph.awaitedBy.length === 0 ? name : `${name}(${graph.awaitedBy.map(tree).sort().join(", ")})`;
}

const treeOf = (future: asyncio.Future<unknown>) => tree(asyncio.captureCallGraph(future)!);

describe("an edge of the call graph", () => {
  const { createTask } = asyncio;
  const pending = (name: string) =>
    createTask(
      (function* () {
        yield* new asyncio.Future();
      })(),
      { name },
    );

  const waits: readonly (readonly [what: string, (tasks: asyncio.Task<unknown>[]) => Coro<unknown>])[] = [
    [
      "gather",
      function* (tasks) {
        return yield* asyncio.gather(tasks);
      },
    ],
    [
      "a gather of gathers and shields",
      function* ([a, b]) {
        return yield* asyncio.gather([asyncio.gather([a!]), asyncio.shield(b!)]);
      },
    ],
    [
      "wait",
      function* (tasks) {
        return yield* asyncio.wait(tasks);
      },
    ],
    [
      "wait in waitFor",
      function* (tasks) {
        return yield* asyncio.waitFor(asyncio.wait(tasks), 10);
      },
    ],
    [
      "asCompleted, step by step",
      function* (tasks) {
        for (const next of asyncio.asCompleted(tasks)) yield* next;
      },
    ],
    [
      "asCompleted in asyncFor",
      function* (tasks) {
        return yield* asyncio.asyncFor(asyncio.asCompleted(tasks), function* () {});
      },
    ],
    [
      "a waitFor whose time is up, which waits until the task has ended",
      function* (tasks) {
        return yield* asyncio.gather(tasks.map((task) => asyncio.waitFor(task, 0)));
      },
    ],
    [
      "TaskGroup",
      function* (tasks) {
        return yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
          for (const task of tasks) {
            group.createTask(
              (function* () {
                yield* task;
              })(),
              { name: "child" },
            );
          }
        });
      },
    ],
    [
      "staggeredRace",
      function* (tasks) {
        return yield* staggeredRace(
          tasks.map(
            (task) =>
              function* () {
                return yield* task;
              },
          ),
          0,
        );
      },
    ],
  ];
  const trees: Readonly<Record<string, readonly string[]>> = {
    TaskGroup: ["a(child(w))", "b(child(w))"],
    staggeredRace: ["a(Task(w))", "b(Task(w))"],
    "a waitFor whose time is up, which waits until the task has ended": ["a(Task(w))", "b(Task(w))"],
  };
  for (const [what, wait] of waits) {
    it(`is there for ${what}, for as long as it waits`, () =>
      runManually(
        (function* () {
          const declines = function* (): Coro<void> {
            for (;;) {
              try {
                yield* new asyncio.Future();
              } catch {
                if (ended) return;
              }
            }
          };
          let ended = false;
          const a = createTask(declines(), { name: "a" });
          const b = createTask(declines(), { name: "b" });
          const w = createTask(wait([a, b]), { name: "w" });
          for (let turn = 0; turn < 10; turn++) yield* asyncio.sleep(0);
          const named = (task: asyncio.Task<unknown>) => treeOf(task).replaceAll(/Task-\d+/g, "Task");
          assert.deepEqual([named(a), named(b)], trees[what] ?? ["a(w)", "b(w)"]);
          ended = true;
          w.cancel();
          a.cancel();
          b.cancel();
          yield* asyncio.wait([a, b, w]);
          assert.deepEqual([a, b].map(treeOf), ["a", "b"]);
        })(),
      ));
  }

  it("leads from what a gather was given to who awaits it, not to who has called it", () =>
    runManually(
      (function* () {
        const a = pending("a");
        const gathered = asyncio.gather([a]);
        assert.equal(treeOf(a), "a");
        const w = createTask(
          (function* () {
            yield* gathered;
          })(),
          { name: "w" },
        );
        yield* asyncio.sleep(0);
        assert.equal(treeOf(a), "a(w)");
        assert.equal(treeOf(gathered), "future(w)");
        w.cancel();
        yield* asyncio.wait([w]);
        assert.equal(treeOf(a), "a");
      })(),
    ));

  it("is there when a program adds it, until it takes it back", () =>
    runManually(
      (function* () {
        const a = pending("a");
        const waiter = pending("waiter");
        const future = new asyncio.Future();
        asyncio.futureAddToAwaitedBy(future, a);
        asyncio.futureAddToAwaitedBy(future, waiter);
        asyncio.futureAddToAwaitedBy(future, "no future");
        asyncio.futureAddToAwaitedBy("no future", a);
        assert.equal(treeOf(future), "future(a, waiter)");
        asyncio.futureDiscardFromAwaitedBy(future, a);
        asyncio.futureDiscardFromAwaitedBy(a, waiter);
        assert.equal(treeOf(future), "future(waiter)");
      })(),
    ));

  it("is gone when what is awaited is done", () =>
    runManually(
      (function* () {
        const future = new asyncio.Future();
        const task = createTask(
          (function* () {
            yield* future;
          })(),
        );
        yield* asyncio.sleep(0);
        assert.deepEqual([...awaitersOf(future)], [task]);
        future.setResult(null);
        assert.deepEqual([...awaitersOf(future)], []);
        yield* task;
      })(),
    ));
});
