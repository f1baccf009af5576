import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Agent } from "../../../src/adapter/agent/agent.js";
import { TaskTable } from "../../../src/adapter/tasks/task-table.js";
import { Timeline } from "../../../src/adapter/tasks/timeline.js";
import { spansOf } from "../../../src/adapter/tasks/timeline-spans.js";
import type { TimelinePage, TimelineStep } from "../../../src/protocol/index.js";
import { task } from "./tables.js";

const NOTHING = { tasks: new Map(), pending: new Set<number>() };

const step = (taskId: number, startMs: number, more: Partial<TimelineStep> = {}): TimelineStep => ({
  taskId,
  startMs,
  endMs: startMs + 1,
  ...more,
});

describe("the spans of recorded steps", () => {
  it("are the wait, the time until it got to run, and the step, without a gap", () => {
    const recorded = step(3, 30, {
      waitedMs: 10,
      readyMs: 25,
      awaited: "lock",
      label: "stock",
      resourceId: 2,
      cause: "task",
      byTaskId: 4,
      last: true,
    });
    assert.deepEqual(spansOf([recorded], NOTHING, {}).spans, [
      {
        taskId: 3,
        kind: "wait",
        startMs: 10,
        endMs: 25,
        awaited: { kind: "lock", label: "stock", resourceId: 2 },
      },
      { taskId: 3, kind: "ready", startMs: 25, endMs: 30 },
      {
        taskId: 3,
        kind: "step",
        startMs: 30,
        endMs: 31,
        wokenBy: { cause: "task", atMs: 25, byTaskId: 4, awaited: "lock", label: "stock", resourceId: 2 },
        last: true,
      },
    ]);
  });

  it("have the waits that are not over, of tasks that never ran meanwhile as well", () => {
    const stuck = task(7, "stuck", { awaiting: { kind: "event", label: "ready", sinceMs: 5 } });
    const table = { tasks: new Map([[7, stuck]]), pending: new Set([7]) };
    assert.deepEqual(spansOf([], table, {}).spans, [
      { taskId: 7, kind: "wait", startMs: 5, awaited: { kind: "event", label: "ready" } },
    ]);
    assert.deepEqual(spansOf([], table, { taskIds: [8] }).spans, []);
    assert.deepEqual(spansOf([], table, { toMs: 4 }).spans, []);
  });

  it("are those of the tasks and the time that were asked for", () => {
    const steps = [step(1, 10), step(2, 20), step(1, 30)];
    const starts = (range: Parameters<typeof spansOf>[2]) =>
      spansOf(steps, NOTHING, range).spans.map(({ startMs }) => startMs);
    assert.deepEqual(starts({ taskIds: [1] }), [10, 30]);
    assert.deepEqual(starts({ fromMs: 15, toMs: 25 }), [20]);
    assert.deepEqual(starts({ fromMs: 11, toMs: 20 }), [10, 20], "ends touch");
  });

  it("are the latest when there are too many, and it says so", () => {
    const steps = Array.from({ length: 50 }, (_, index) => step(1, index * 10));
    const { spans, truncated } = spansOf(steps, NOTHING, { limit: 3 });
    assert.deepEqual(
      spans.map(({ startMs }) => startMs),
      [470, 480, 490],
    );
    assert.ok(truncated);
    assert.ok(!spansOf(steps, NOTHING, { limit: 50 }).truncated);
  });

  it("of one task never overlap, whatever was recorded", () => {
    const waits = fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)), { maxLength: 30 });
    fc.assert(
      fc.property(waits, (parts) => {
        let now = 0;
        const steps = parts.map(([wait, delay, run]) => {
          const waitedMs = now;
          const readyMs = waitedMs + wait;
          const startMs = readyMs + delay;
          now = startMs + run;
          return { taskId: 1, waitedMs, readyMs, startMs, endMs: now, awaited: "sleep" };
        });
        const { spans } = spansOf(steps, NOTHING, {});
        for (let index = 1; index < spans.length; index++)
          assert.ok((spans[index - 1]!.endMs ?? Infinity) <= spans[index]!.startMs);
        assert.equal(spans.filter(({ kind }) => kind === "step").length, parts.length);
      }),
    );
  });
});

describe("the timeline of a program", () => {
  /** An agent that answers these pages, one after the other. */
  function agentWith(pages: readonly Partial<TimelinePage>[]): { agent: Agent; asked: unknown[] } {
    const asked: unknown[] = [];
    const left = [...pages];
    const agent: Agent = {
      hello: undefined,
      flush: async () => {},
      command: (async (_method: string, params: unknown) => {
        asked.push(params);
        const page = { steps: [], cursor: 0, more: false, dropped: 0, recordedSinceMs: 1, atMs: 100 };
        return { ...page, ...left.shift() };
      }) as Agent["command"],
    };
    return { agent, asked };
  }

  it("is fetched in pages, and only what is new the next time", async () => {
    const { agent, asked } = agentWith([
      { steps: [step(1, 10)], cursor: 1, more: true },
      { steps: [step(1, 20)], cursor: 2, dropped: 4 },
      { steps: [step(2, 30), { taskId: 3, startMs: 40 }], cursor: 3 },
    ]);
    const timeline = new Timeline(agent, new TaskTable());
    const first = await timeline.ask({});
    assert.deepEqual(
      first.spans.map(({ startMs }) => startMs),
      [10, 20],
    );
    assert.equal(first.dropped, 4);
    assert.equal(first.recordedSinceMs, 1);
    const second = await timeline.ask({});
    assert.deepEqual(
      second.spans.map(({ startMs, endMs }) => [startMs, endMs]),
      [
        [10, 11],
        [20, 21],
        [30, 31],
        [40, undefined],
      ],
    );
    assert.deepEqual(
      asked.map((params) => (params as { after: number }).after),
      [0, 1, 2],
    );
  });

  it("begins anew when the recording did", async () => {
    const { agent, asked } = agentWith([
      { steps: [step(1, 10)], cursor: 1 },
      { steps: [], cursor: 1, recordedSinceMs: 50 },
      { steps: [step(1, 60)], cursor: 1, recordedSinceMs: 50 },
    ]);
    const timeline = new Timeline(agent, new TaskTable());
    await timeline.ask({});
    const { spans, recordedSinceMs } = await timeline.ask({});
    assert.equal(recordedSinceMs, 50);
    assert.deepEqual(
      spans.map(({ startMs }) => startMs),
      [60],
    );
    assert.equal((asked.at(-1) as { after: number }).after, 0);
  });

  it("does not run after a program that is faster", async () => {
    const page = { steps: [step(1, 1)], cursor: 1, more: true };
    const { agent, asked } = agentWith(Array.from({ length: 1_000 }, () => page));
    await new Timeline(agent, new TaskTable()).ask({});
    assert.ok(asked.length < 1_000);
  });
});
