import assert from "node:assert/strict";
import fc from "fast-check";
import * as asyncio from "../../../src/runtime/index.js";
import { runManually } from "../../support/loop-on-manual-host.js";
import { AgentClient } from "./agent-client.js";

type Coro<T> = asyncio.Coroutine<T>;
type Tasks = readonly asyncio.Task<unknown>[];

/** How a task may wait for others. */
const WAYS: readonly ((tasks: Tasks) => Coro<unknown>)[] = [
  function* (tasks) {
    return yield* tasks[0]!;
  },
  function* (tasks) {
    return yield* asyncio.gather(tasks);
  },
  function* (tasks) {
    return yield* asyncio.gather(tasks.map((task) => asyncio.shield(task)));
  },
  function* (tasks) {
    return yield* asyncio.wait(tasks, { returnWhen: asyncio.FIRST_COMPLETED });
  },
  function* (tasks) {
    return yield* asyncio.waitFor(asyncio.gather(tasks), 3600);
  },
  function* (tasks) {
    for (const next of asyncio.asCompleted(tasks)) yield* next;
  },
  function* (tasks) {
    return yield* asyncio.asyncFor(asyncio.asCompleted(tasks), function* () {});
  },
  function* (tasks) {
    return yield* asyncio.asyncWith(new asyncio.TaskGroup(), function* (group) {
      for (const task of tasks) group.createTask(WAYS[0]!([task]));
    });
  },
  function* (tasks) {
    return yield* asyncio.waitFor(tasks[0]!, 0);
  },
];

/** For each task after the first: how it waits, and for which of those before it. */
const programs = fc.array(
  fc.record({
    way: fc.nat({ max: WAYS.length - 1 }),
    targets: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe("the agent's edges", () => {
  it("are those of the call graph, however tasks wait for each other", async () => {
    await fc.assert(
      fc.asyncProperty(programs, async (program) => {
        const client = new AgentClient();
        try {
          await runManually(
            (function* () {
              let over = false;
              const first = asyncio.createTask(
                (function* () {
                  while (!over) {
                    try {
                      yield* new asyncio.Future();
                    } catch {
                      // It declines: a `waitFor` whose time is up has to wait for it.
                    }
                  }
                })(),
              );
              const tasks: asyncio.Task<unknown>[] = [first as asyncio.Task<unknown>];
              for (const { way, targets } of program) {
                const chosen = new Set(targets.map((target) => tasks[target % tasks.length]!));
                tasks.push(asyncio.createTask(WAYS[way]!([...chosen])));
              }
              for (let turn = 0; turn < 30; turn++) yield* asyncio.sleep(0);
              const byGraph: Record<string, string[]> = {};
              const byAgent: Record<string, string[]> = {};
              for (const task of asyncio.allTasks()) {
                const graph = asyncio.captureCallGraph(task, { limit: 0 })!;
                const awaiters = graph.awaitedBy.map(({ future }) => (future as asyncio.Task).getName());
                byGraph[task.getName()] = awaiters.sort();
              }
              client.flush();
              for (const name of Object.keys(byGraph)) byAgent[name] = [];
              for (const { name, awaiting } of client.tasks.values()) {
                for (const awaited of client.names(awaiting?.taskIds)) byAgent[awaited]?.push(name);
              }
              for (const names of Object.values(byAgent)) names.sort();
              over = true;
              for (const task of tasks) task.cancel();
              yield* asyncio.gather(tasks, { returnExceptions: true });
              assert.deepEqual(byAgent, byGraph);
            })(),
          );
        } finally {
          client.close();
        }
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
