import assert from "node:assert/strict";
import { BusyTime, stepTimes } from "../../../src/runtime/agent/busy_time.js";
import { TaskRecord } from "../../../src/runtime/agent/task_record.js";
import {
  BUSY_MS,
  DELAY_MS,
  LONGEST_DELAY_MS,
  LONGEST_STEP_MS,
} from "../../../src/runtime/agent/task_times.js";

const record = (id: number) => new TaskRecord(id, null as never, undefined, 1000);

/** Runs steps one after the other, each of so many milliseconds. */
function clocked(busy: BusyTime) {
  let nowMs = 0;
  return (task: TaskRecord, durationMs: number): void => {
    nowMs += durationMs;
    if (busy.stepped(task)) busy.close(nowMs);
  };
}

describe("the time that tasks run", () => {
  it("is shared out evenly among short steps", () => {
    const busy = new BusyTime(0);
    const step = clocked(busy);
    const [one, two] = [record(1), record(2)];
    for (let i = 0; i < 2000; i++) {
      step(one, 0.001);
      step(two, 0.003);
    }
    for (const task of [one, two]) busy.settle(task);
    const total = one.times[BUSY_MS] + two.times[BUSY_MS];
    assert.ok(Math.abs(total - 8) < 0.6, `${total} of 8 ms`); // the last span is open
    assert.ok(Math.abs(one.times[BUSY_MS] - two.times[BUSY_MS]) < 0.01);
    assert.equal(one.steps, 2000);
  });

  it("is read from the clock seldom while steps are short, and never in spans that are long by their number alone", () => {
    for (const [stepMs, atMost] of [
      [0.0001, 4096],
      [0.001, 512],
      [0.1, 4],
    ] as const) {
      const busy = new BusyTime(0);
      const task = record(1);
      let [nowMs, steps, readings] = [0, 0, 0];
      for (; steps < 100_000; steps++) {
        nowMs += stepMs;
        if (!busy.stepped(task)) continue;
        busy.close(nowMs);
        readings++;
      }
      const size = steps / readings;
      assert.ok(size <= atMost && size > atMost / 2.5, `${size} steps of ${stepMs} ms`);
    }
  });

  it("is each step's own where there are long ones among them", () => {
    const busy = new BusyTime(0);
    const step = clocked(busy);
    const [slow, quick] = [record(1), record(2)];
    for (let i = 0; i < 10; i++) {
      step(slow, 50);
      step(quick, 0.002);
    }
    for (const task of [slow, quick]) busy.settle(task);
    assert.ok(Math.abs(slow.times[BUSY_MS] - 500) < 0.001);
    assert.ok(Math.abs(slow.times[LONGEST_STEP_MS] - 50) < 0.001);
    assert.ok(quick.times[LONGEST_STEP_MS] < 0.01);
    assert.deepEqual(stepTimes(slow), [0, 0, 0, 0, 0, 0, 0, 0, 10]);
    assert.deepEqual(stepTimes(quick), [10]);
  });

  it("is lost for a step of so long ago that its span's number was used again, but the step counts", () => {
    const busy = new BusyTime(0);
    const step = clocked(busy);
    const [early, other] = [record(1), record(2)];
    step(early, 5);
    for (let i = 0; i < 70_000; i++) step(other, 1);
    busy.settle(early);
    assert.equal(early.steps, 1);
    assert.ok(early.times[BUSY_MS] === 0);
    busy.settle(other);
    assert.equal(other.times[BUSY_MS], 70_000);
  });

  it("goes along with how long a task was runnable before", () => {
    const busy = new BusyTime(0);
    const task = record(1); // runnable since 1000
    // The last ones: a clock that was set back, and a turn that kept nobody waiting.
    for (const turnMs of [1003, 1001, 999, 1000.04]) {
      busy.turnStarted(0, turnMs);
      busy.stepped(task);
    }
    assert.equal(task.times[DELAY_MS], 4);
    assert.equal(task.times[LONGEST_DELAY_MS], 3);
  });
});
