import assert from "node:assert/strict";
import { type TaskInfo, withoutAwaited } from "../../../src/protocol/index.js";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient } from "./agent-client.js";

const TASKS = 1_200;

/** Their own events, and the tasks that wait for them. */
function waiters(create: (coroutine: asyncio.Coroutine<unknown>) => asyncio.Task<unknown>) {
  const events = Array.from({ length: TASKS }, () => new asyncio.Event());
  return { events, tasks: events.map((event) => create(event.wait())) };
}

/** What a debugger knows of the one called `parent`, by the batches alone. */
class Follower {
  readonly client: AgentClient;
  parent: TaskInfo | undefined;
  /** Batches that had the whole record of it. */
  whole = 0;
  #seen = 0;

  constructor(client: AgentClient) {
    this.client = client;
  }

  /** Ids of the tasks that it waits for. */
  awaited(): readonly number[] {
    this.client.flush();
    for (const batch of this.client.batches.slice(this.#seen)) {
      const told = batch.tasks.filter(({ name }) => name === "parent").at(-1);
      if (told !== undefined) {
        this.parent = told;
        this.whole++;
      }
      for (const { taskId, taskIds } of batch.noLongerAwaited ?? []) {
        if (taskId === this.parent?.id) this.parent = withoutAwaited(this.parent, taskIds);
      }
    }
    this.#seen = this.client.batches.length;
    return this.parent?.awaiting?.taskIds ?? [];
  }
}

describe("a task that waits for a thousand others and more", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  // A gather of a hundred thousand said what was left of it whenever one of them ended, with most of a megabyte.
  for (const [what, wait] of Object.entries({
    gather: (tasks: asyncio.Task<unknown>[]) => asyncio.gather(tasks),
    wait: (tasks: asyncio.Task<unknown>[]) => asyncio.wait(tasks),
  })) {
    it(`by ${what} is told once, and then who has ended`, () =>
      asyncio.run(
        (function* () {
          const follower = new Follower(client);
          const { events, tasks } = waiters((coroutine) => asyncio.createTask(coroutine));
          const parent = asyncio.createTask(
            (function* () {
              yield* wait(tasks) as asyncio.Awaitable<unknown>;
            })(),
            { name: "parent" },
          );
          yield* asyncio.sleep(0);
          yield* asyncio.sleep(0);
          assert.equal(follower.awaited().length, TASKS);
          const { whole } = follower;
          for (const [index, event] of events.slice(0, -1).entries()) {
            event.set();
            if (index % 100 !== 0) continue;
            yield* asyncio.sleep(0);
            yield* asyncio.sleep(0);
            assert.equal(follower.awaited().length, TASKS - index - 1);
          }
          yield* asyncio.sleep(0);
          yield* asyncio.sleep(0);
          assert.equal(follower.awaited().length, 1);
          assert.equal(follower.whole, whole);
          events.at(-1)!.set();
          yield* parent;
          assert.deepEqual(follower.awaited(), []);
          assert.equal(follower.parent?.state, "done");
        })(),
      ));
  }

  it("by a group is told anew when the group grows", () =>
    asyncio.run(
      (function* () {
        const follower = new Follower(client);
        const late = new asyncio.Event();
        const group = new asyncio.TaskGroup();
        const events: asyncio.Event[] = [];
        const parent = asyncio.createTask(
          asyncio.asyncWith(group, function* () {
            events.push(...waiters((coroutine) => group.createTask(coroutine)).events);
            yield* asyncio.sleep(0);
          }),
          { name: "parent" },
        );
        while (events.length === 0) yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        assert.equal(follower.awaited().length, TASKS);
        const added = group.createTask(late.wait(), { name: "added" });
        yield* asyncio.sleep(0);
        assert.equal(follower.awaited().length, TASKS + 1);
        assert.ok(follower.awaited().includes(client.task("added").id));
        for (const event of events) event.set();
        while (!added.done() && follower.awaited().length > 1) yield* asyncio.sleep(0);
        assert.deepEqual(follower.awaited(), [client.task("added").id]);
        late.set();
        yield* parent;
      })(),
    ));

  it("through a gather of gathers is told whole: the end of one may be the end of the wait for others", () =>
    asyncio.run(
      (function* () {
        const follower = new Follower(client);
        const { events, tasks } = waiters((coroutine) => asyncio.createTask(coroutine));
        const [first, ...rest] = tasks;
        const inner = asyncio.gather([first!, rest[0]!]);
        const parent = asyncio.createTask(
          (function* () {
            yield* asyncio.gather([inner, ...rest.slice(1)], { returnExceptions: true });
          })(),
          { name: "parent" },
        );
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        assert.equal(follower.awaited().length, TASKS);
        first!.cancel();
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        yield* asyncio.sleep(0);
        assert.equal(follower.awaited().length, TASKS - 2, "the inner gather is cancelled as a whole");
        for (const event of events) event.set();
        yield* parent;
      })(),
    ));
});
