import assert from "node:assert/strict";
import { TIMELINE_LEASE_MS, type TimelinePage, type TimelineStep } from "../../../src/protocol/index.js";
import { Timeline } from "../../../src/runtime/agent/timeline.js";
import * as asyncio from "../../../src/runtime/index.js";
import { AgentClient } from "./agent-client.js";

const step = (taskId: number, startMs: number) => ({
  taskId,
  waitedMs: 0,
  readyMs: 0,
  startMs,
  wake: undefined,
  endMs: 0,
  last: false,
});

/** Pages from `after` on, until there are no more. */
function allSteps(page: (after: number) => TimelinePage): { steps: TimelineStep[]; dropped: number } {
  const steps: TimelineStep[] = [];
  let dropped = 0;
  let cursor = 0;
  for (let more = true; more; ) {
    const found = page(cursor);
    assert.ok(found.cursor > cursor || !found.more, "a page that is not the last one goes on");
    steps.push(...found.steps);
    dropped += found.dropped;
    ({ cursor, more } = found);
  }
  return { steps, dropped };
}

describe("a timeline", () => {
  it("gives each step once, in the order of their ends, and the running one with the last page", () => {
    const timeline = new Timeline(0);
    for (let n = 1; n <= 25; n++) {
      timeline.stepStarted(step(n, n));
      timeline.stepEnded(n, n + 0.5, n === 25);
    }
    timeline.stepStarted(step(26, 26));
    const { steps, dropped } = allSteps((after) => timeline.page(30, after, 10));
    assert.equal(dropped, 0);
    assert.deepEqual(
      steps.map(({ taskId }) => taskId),
      Array.from({ length: 26 }, (_, index) => index + 1),
    );
    assert.deepEqual(steps.slice(-2), [
      { taskId: 25, startMs: 25, endMs: 25.5, last: true },
      { taskId: 26, startMs: 26 },
    ]);
  });

  it("counts what it had no room for", () => {
    const timeline = new Timeline(0);
    const count = 100_000;
    for (let n = 1; n <= count; n++) {
      timeline.stepStarted(step(n, n));
      timeline.stepEnded(n, n, false);
    }
    const { steps, dropped } = allSteps((after) => timeline.page(count, after, 2_000));
    assert.equal(steps.length + dropped, count);
    assert.ok(dropped > 0);
    assert.equal(steps.at(-1)?.taskId, count, "the latest are kept");
  });

  it("passes over the end of a step that it has not seen begin", () => {
    const timeline = new Timeline(0);
    timeline.stepEnded(1, 5, false);
    assert.deepEqual(timeline.page(6).steps, []);
  });

  it("is wanted for as long as somebody asks", () => {
    const timeline = new Timeline(0);
    assert.ok(timeline.isWanted(TIMELINE_LEASE_MS - 1));
    assert.ok(!timeline.isWanted(TIMELINE_LEASE_MS));
    timeline.page(TIMELINE_LEASE_MS);
    assert.ok(timeline.isWanted(2 * TIMELINE_LEASE_MS - 1));
  });
});

describe("the agent, asked for a timeline", () => {
  let client: AgentClient;
  beforeEach(() => {
    client = new AgentClient();
  });
  afterEach(() => client.close());

  it("records from then on who ran, what for, and who woke them", () =>
    asyncio.run(
      (function* () {
        asyncio.currentTask()?.setName("main");
        const queue = new asyncio.Queue<number>(0, { name: "jobs" });
        const consumer = asyncio.createTask(queue.get(), { name: "consumer" });
        yield* asyncio.sleep(0);
        const start = client.command("timeline", {});
        assert.deepEqual(start.steps, []);
        yield* asyncio.sleep(0.005);
        yield* queue.put(1);
        yield* consumer;
        const { steps } = client.command("timeline", { after: start.cursor });
        client.flush();
        const [mine, its, now] = steps;
        assert.equal(steps.length, 3);
        assert.deepEqual(client.names(steps.map(({ taskId }) => taskId)), ["main", "consumer", "main"]);
        assert.equal(mine?.cause, "timer");
        assert.equal(mine?.awaited, "sleep");
        assert.ok(mine!.readyMs! - mine!.waitedMs! >= 4, "the time of the wait");
        assert.equal(its?.awaited, "queue.get");
        assert.equal(its?.label, "jobs");
        assert.deepEqual(client.names([its?.byTaskId ?? 0]), ["main"]);
        assert.equal(its?.last, true);
        assert.ok(its!.readyMs! >= mine!.startMs && its!.startMs >= its!.readyMs!, "in the order of events");
        assert.equal(now?.endMs, undefined, "it is running");
      })(),
    ));

  it("refuses counts that are none", () => {
    assert.throws(() => client.command("timeline", { limit: 0 }), /count steps/);
    assert.throws(() => client.command("timeline", { after: -1 }), /count steps/);
  });
});
