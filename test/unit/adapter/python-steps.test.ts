import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  afterwards,
  beforeStep,
  besideStep,
  judgeStop,
  type PendingStep,
  type StopFacts,
  temporaryLines,
} from "../../../src/adapter/python/debugpy/task-steps.js";

const STEPPED = 1;
const AWAITER = 2;
const OTHER = 3;
const own = { path: "/p.py", lines: [10, 11] };
const handlers = { path: "/p.py", lines: [20] };
const theirs = { path: "/q.py", lines: [5] };

const step = (changes: Partial<PendingStep> & { awaited?: boolean } = {}): PendingStep => {
  const { awaited = true, ...rest } = changes;
  return {
    taskId: STEPPED,
    command: "next",
    plan: {
      own: [own],
      handlers: [handlers],
      atRoot: true,
      awaiters: awaited ? [{ taskId: AWAITER, places: [theirs] }] : [],
    },
    running: false,
    ...rest,
  };
};
const stop = (changes: Partial<StopFacts>): StopFacts => ({
  reason: "step",
  taskId: STEPPED,
  atUserBreakpoint: false,
  stepTaskAlive: true,
  ...changes,
});

describe("a step of a Python task", () => {
  it("ends in its own task, whichever breakpoint showed that it does", () => {
    assert.deepEqual(judgeStop(step(), stop({ reason: "breakpoint" })), { kind: "show", asStep: true });
    assert.deepEqual(judgeStop(step({ running: true }), stop({ reason: "breakpoint" })), {
      kind: "show",
      asStep: true,
    });
  });

  it("ends at a breakpoint of the user's as a breakpoint", () => {
    const verdict = judgeStop(step(), stop({ reason: "breakpoint", atUserBreakpoint: true }));
    assert.deepEqual(verdict, { kind: "show", asStep: false });
  });

  it("passes another task by, to its own lines or those of who awaits it", () => {
    assert.deepEqual(judgeStop(step(), stop({ taskId: OTHER })), { kind: "run", places: [own, theirs] });
    assert.deepEqual(judgeStop(step(), stop({ taskId: undefined })), { kind: "run", places: [own, theirs] });
  });

  it("is interrupted by what the user wants to see of another task", () => {
    for (const facts of [
      stop({ taskId: OTHER, reason: "breakpoint", atUserBreakpoint: true }),
      stop({ taskId: OTHER, reason: "exception" }),
      stop({ taskId: OTHER, reason: "pause" }),
    ]) {
      assert.deepEqual(judgeStop(step(), facts), { kind: "interrupt" });
    }
  });

  it("ends in the task that awaits it once its own is over, and not before", () => {
    const there = { taskId: AWAITER, reason: "breakpoint" };
    assert.deepEqual(judgeStop(step(), stop({ ...there, stepTaskAlive: false })), {
      kind: "show",
      asStep: true,
    });
    assert.equal(judgeStop(step(), stop(there)).kind, "run");
  });

  it("lets the program go on when its task is over and nobody awaits it", () => {
    const facts = stop({ taskId: OTHER, stepTaskAlive: false });
    assert.deepEqual(judgeStop(step({ awaited: false }), facts), { kind: "pass" });
    assert.deepEqual(afterwards(step({ awaited: false }), false), { kind: "pass" });
  });

  it("out of a task's outermost coroutine runs to who awaits the task", () => {
    assert.deepEqual(beforeStep("stepOut", step().plan), { kind: "run", places: [theirs] });
    assert.equal(beforeStep("next", step().plan), undefined);
    assert.equal(beforeStep("stepOut", { ...step().plan, atRoot: false }), undefined);
    assert.equal(beforeStep("stepOut", step({ awaited: false }).plan), undefined);
  });

  it("is caught where an error leaves its coroutine, and where its task ends", () => {
    assert.deepEqual(besideStep(step().plan), [handlers, theirs]);
  });

  it("sets one breakpoint for a line that several coroutines have", () => {
    const lines = temporaryLines([own, handlers, { path: "/p.py", lines: [11] }, theirs]);
    assert.deepEqual(
      [...lines].map(([path, numbers]) => [path, [...numbers]]),
      [
        ["/p.py", [10, 11, 20]],
        ["/q.py", [5]],
      ],
    );
  });
});
