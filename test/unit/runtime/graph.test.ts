import assert from "node:assert/strict";
import * as asyncio from "../../../src/runtime/index.js";
import { describeFlavours } from "../../support/flavours.js";
import { manualLoop, runManually } from "../../support/loop-on-manual-host.js";
import { collectTextFile } from "../../support/text-file.js";

type Coro<T> = asyncio.Coroutine<T>;

/** The graph as text, with the places and identities that differ from run to run taken out. */
function shape(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/File '.*[/\\]([\w.-]+)', line \d+/, "$1").replace(/,? ?id=0x[0-9a-f]+/, ""));
}

describeFlavours("a call graph", (make, flavour) => {
  const forever = make(function* forever(): Coro<void> {
    yield* new asyncio.Future();
  });
  const middle = make(function* middle(): Coro<void> {
    yield* forever();
  });

  it("shows the coroutines of a suspended task, and the tasks that await it with theirs", () =>
    runManually(
      (function* () {
        const task = asyncio.createTask(middle(), { name: "worker" });
        const waiter = asyncio.createTask(
          make(function* waiting(): Coro<void> {
            yield* task;
          })(),
          { name: "waiter" },
        );
        yield* asyncio.sleep(0);
        // A plain generator behind another one has no frame of its own while nobody looks on.
        const inner = flavour.name === "plain generators" ? [] : ["  |   graph.test.ts, in async forever()"];
        assert.deepEqual(shape(asyncio.formatCallGraph(task)), [
          "* Task(name='worker')",
          "  + Call stack:",
          ...inner,
          "  |   graph.test.ts, in async middle()",
          "  + Awaited by:",
          "    * Task(name='waiter')",
          "      + Call stack:",
          "      |   graph.test.ts, in async waiting()",
        ]);
        waiter.cancel();
        task.cancel();
      })(),
    ));

  it("shows the functions and the coroutines that run now, for the current task", () =>
    runManually(
      make(function* main(): Coro<void> {
        asyncio.currentTask()?.setName("main");
        const plain = () => asyncio.formatCallGraph();
        const text = yield* asyncio.asyncWith(
          asyncio.timeout(5),
          make(function* body(): Coro<string> {
            yield* asyncio.sleep(0);
            return plain();
          }),
        );
        assert.deepEqual(shape(text).slice(0, 4), [
          "* Task(name='main')",
          "  + Call stack:",
          "  |   graph.test.ts, in plain()",
          "  |   graph.test.ts, in async body()",
        ]);
      })(),
    ));

  it("begins the current task's stack at `depth`, and keeps `limit` levels from either end", () =>
    runManually(
      make(function* main(): Coro<void> {
        const names = (options: asyncio.CallGraphOptions) =>
          asyncio.captureCallGraph(null, options)!.callStack.map(({ frame }) => frame.name);
        const inner = make(function* inner(): Coro<(readonly string[])[]> {
          return [{}, { depth: 2 }, { limit: 1 }, { limit: -1 }, { limit: 0 }].map(names);
        });
        const [all, deeper, outermost, innermost, none] = yield* inner();
        assert.equal(all!.at(-1), "main");
        assert.deepEqual(deeper, all!.slice(1));
        assert.deepEqual(outermost, ["main"]);
        assert.deepEqual(innermost, ["names"]);
        assert.deepEqual(none, []);
      })(),
    ));
});

describe("a call graph", () => {
  const { createTask } = asyncio;
  const pending = (name: string) =>
    createTask(
      (function* () {
        yield* new asyncio.Future();
      })(),
      { name },
    );

  it("has one node for a task on many paths, and prints it once", () =>
    runManually(
      (function* () {
        // Each level awaits both tasks of the one before: 2 ^ 40 paths lead from the first to the last.
        const levels = 40;
        let level = [pending("0-a"), pending("0-b")];
        const first = level[0]!;
        for (let i = 1; i <= levels; i++) {
          const below = level;
          level = ["a", "b"].map((which) =>
            createTask(
              (function* () {
                yield* asyncio.wait(below);
              })(),
              { name: `${i}-${which}` },
            ),
          );
        }
        yield* asyncio.sleep(0);
        const lines = asyncio.formatCallGraph(first).split("\n");
        const titles = lines.filter((line) => line.includes("* Task(name="));
        assert.equal(titles.length, 4 * levels - 1);
        assert.equal(titles.filter((line) => line.endsWith("(shown above)")).length, 2 * (levels - 1));
        const graph = asyncio.captureCallGraph(first)!;
        const [a, b] = graph.awaitedBy;
        assert.equal(a!.awaitedBy[0], b!.awaitedBy[0]);
      })(),
    ));

  it("comes to an end when tasks await each other in a circle", () =>
    runManually(
      (function* () {
        const tasks: asyncio.Task<unknown>[] = [];
        const next = function* (index: number): Coro<void> {
          yield* tasks[(index + 1) % 3]!;
        };
        for (const index of [0, 1, 2]) tasks.push(createTask(next(index), { name: `t${index}` }));
        yield* asyncio.sleep(0);
        const graph = asyncio.captureCallGraph(tasks[0]!)!;
        assert.equal(graph.awaitedBy[0]!.awaitedBy[0]!.awaitedBy[0], graph);
        const titles = shape(asyncio.formatCallGraph(tasks[0]!)).filter((line) => line.includes("* Task"));
        assert.deepEqual(
          titles.map((line) => line.trim()),
          ["t0", "t2", "t1"]
            .map((name) => `* Task(name='${name}')`)
            .concat("* Task(name='t0') (shown above)"),
        );
        // A future that nobody else has: the circle could not be left by cancelling one of its members.
        for (const task of tasks) task._futWaiter?.removeDoneCallback(() => {});
      })(),
      manualLoop(),
    ).catch((error: unknown) => {
      // Cancelling a circle of tasks overflows the stack, in CPython too: the run ends with that.
      assert.ok(error instanceof RangeError, String(error));
    }));

  it("goes along a chain of any length", () =>
    runManually(
      (function* () {
        let last: asyncio.Task<unknown> = pending("0");
        const first = last;
        for (let i = 1; i <= 2000; i++) {
          const below = last;
          last = createTask(
            (function* () {
              yield* asyncio.shield(below);
            })(),
            { name: String(i) },
          );
        }
        yield* asyncio.sleep(0);
        let depth = 0;
        for (let at = asyncio.captureCallGraph(first, { limit: 0 })!; at.awaitedBy.length > 0; depth++) {
          at = at.awaitedBy[0]!;
        }
        assert.equal(depth, 2000);
        assert.equal(asyncio.formatCallGraph(first, { limit: 0 }).split("\n").length, 4001);
      })(),
    ));

  it("is that of a task which did not start yet, which runs, and which has ended", () =>
    runManually(
      (function* () {
        const task = createTask(
          (function* body(): Coro<void> {
            asyncio.currentTask()?.setName("body");
            assert.deepEqual(shape(asyncio.formatCallGraph(asyncio.currentTask())).slice(0, 3), [
              "* Task(name='body')",
              "  + Call stack:",
              "  |   graph.test.ts, in async body()",
            ]);
          })(),
        );
        assert.match(asyncio.formatCallGraph(task), /graph\.test\.ts', line \d+, in async body\(\)$/);
        yield* task;
        assert.deepEqual(shape(asyncio.formatCallGraph(task)), ["* Task(name='body')"]);
        const turn = createTask(asyncio.sleep(0), { name: "turn" });
        assert.deepEqual(
          shape(asyncio.formatCallGraph(turn)).at(-1),
          "  |   File '<unknown>', in async sleep()",
        );
      })(),
    ));

  it("is nothing in a callback, and refused outside of a loop and for what is no future", async () => {
    await runManually(
      (function* () {
        const future = new asyncio.Future<unknown>();
        asyncio.getRunningLoop().callSoon(() => {
          const file = collectTextFile();
          asyncio.printCallGraph(null, { file });
          future.setResult([asyncio.captureCallGraph(), asyncio.formatCallGraph(), file.text]);
        });
        assert.deepEqual(yield* future, [null, "", "\n"]);
        assert.throws(() => asyncio.captureCallGraph(3 as never), {
          name: "TypeError",
          message: "3 object does not appear to be compatible with asyncio.Future",
        });
      })(),
    );
    assert.throws(() => asyncio.captureCallGraph(), {
      name: "RuntimeError",
      message:
        "capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided",
    });
    const { loop } = manualLoop();
    assert.deepEqual(asyncio.captureCallGraph(new asyncio.Future({ loop }))?.awaitedBy, []);
    loop.close();
  });

  it("is printed to the given file", () =>
    runManually(
      (function* () {
        const file = collectTextFile();
        const task = pending("a");
        asyncio.printCallGraph(task, { file, limit: 0 });
        assert.match(file.text, /^\* Task\(name='a', id=0x[0-9a-f]+\)\n$/);
        const before = file.text;
        asyncio.printCallGraph(task, { file, limit: 0 });
        assert.equal(file.text, before + before);
      })(),
    ));
});
