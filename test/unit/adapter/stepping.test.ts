import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CallFrame } from "../../../src/adapter/cdp/types.js";
import { type Current, Step, type StepKind } from "../../../src/adapter/execution/stepping.js";

/** Frames by the kind of their script: `user`, `runtime`, `node`. */
const frames = (...kinds: string[]): CallFrame[] =>
  kinds.map((functionName) => ({ functionName, functionLocation: placeOf(functionName) }) as CallFrame);
/** A function of each name. */
const placeOf = (name: string) => ({ scriptId: "1", lineNumber: name.length, columnNumber: 0 });
const returning = (functionName: string): CallFrame[] => [
  { ...frames(functionName)[0]!, returnValue: { type: "number" } },
];
const kinds = {
  isUser: ({ functionName }: CallFrame) => functionName.startsWith("user"),
  /** A line for each function: what stands in the same one has not come further. */
  lineOf: ({ functionName }: CallFrame) => `${functionName} at ${lines++}`,
};
let lines = 0;
const here = { taskId: 1, depth: 2 };
const step = (kind: StepKind, origin: Current = here, stack = frames("user", "runtime", "node")) =>
  new Step(kind, origin, stack, kinds);
const pause = (
  current: Current,
  callFrames = frames("user", "runtime"),
  unwanted?: "exception" | "breakpoint",
) => ({
  callFrames,
  current,
  unwanted,
});

describe("a step", () => {
  it("arms the agent for the coroutine's own resume, its end, or the start of a deeper one", () => {
    assert.deepEqual(step("over").arming(), { taskId: 1, resumeDepth: 2, startDepth: -1 });
    assert.deepEqual(step("into").arming(), { taskId: 1, resumeDepth: 2, startDepth: 3 });
    assert.deepEqual(step("out").arming(), { taskId: 1, resumeDepth: 1, startDepth: -1 });
    assert.equal(step("over", null).arming(), undefined);
  });

  it("leaves a coroutine by the trap alone when nothing of the user's is below", () => {
    assert.equal(step("out").first(frames("user", "runtime"), false), "Debugger.resume");
    assert.equal(step("over").first(frames("user", "runtime"), false), "Debugger.stepOver");
    assert.equal(step("over").first(returning("user"), false), "Debugger.resume");
    const nested = frames("user helper", "user", "runtime");
    assert.equal(step("out", here, nested).first(nested, false), "Debugger.stepOut");
  });

  it("goes past other tasks and plain callbacks without a word", () => {
    assert.equal(step("over").decide(pause({ taskId: 2, depth: 0 })), "Debugger.resume");
    assert.equal(step("into").decide(pause(null, frames("user callback"))), "Debugger.resume");
  });

  it("out of native code that a coroutine has called waits for that coroutine, too", () => {
    const native = frames("user native", "user", "runtime");
    assert.deepEqual(step("out", here, native).arming(), { taskId: 1, resumeDepth: 2, startDepth: -1 });
  });

  it("follows native code over its awaits, and out of it to whoever awaits it", () => {
    const code = frames("user native", "node");
    const native = (kind: StepKind) => new Step(kind, here, code, kinds, false);
    assert.equal(native("over").decide(pause(null, code)), "stop");
    assert.equal(native("over").decide(pause(null, frames("user other"))), "Debugger.resume");
    const out = native("out");
    assert.equal(out.first(code, true), "Debugger.stepOver");
    assert.equal(out.decide(pause(null, code)), "Debugger.stepOver");
    assert.equal(out.decide(pause(null, returning("user native"))), "Debugger.stepOver");
    assert.equal(out.decide(pause(null, frames("user awaiting"))), "stop");
    const last = native("out");
    assert.equal(last.first(code, false), "Debugger.stepOver");
    assert.equal(last.decide(pause(null, returning("user native"))), "Debugger.resume");
  });

  it("goes on in the task that waited for the one that has ended", () => {
    const over = step("over");
    over.trappedIn({ taskId: 7, depth: 1 });
    assert.deepEqual(over.arming(), { taskId: 7, resumeDepth: 1, startDepth: -1 });
    assert.equal(over.decide(pause({ taskId: 7, depth: 1 })), "stop");
    assert.equal(over.decide(pause(here)), "Debugger.resume");
  });

  it("into goes past the line that has created a task, for its first line", () => {
    const into = step("into");
    assert.equal(into.decide(pause({ ...here, created: 1 })), "Debugger.resume");
    assert.equal(into.decide(pause({ ...here, created: 1 }, frames("user helper", "user"))), "stop");
    assert.equal(step("over").decide(pause({ ...here, created: 1 })), "stop");
  });

  it("of a task that does not run ends where the trap has led, and nowhere before", () => {
    const resuming = Step.resuming(1, kinds);
    assert.deepEqual(resuming.arming(), {
      taskId: 1,
      resumeDepth: Number.MAX_SAFE_INTEGER,
      startDepth: 0,
      next: true,
    });
    assert.equal(resuming.first([], false), "Debugger.resume");
    assert.equal(resuming.decide(pause(here)), "Debugger.resume");
    resuming.trappedIn(here);
    assert.equal(resuming.decide(pause(here)), "stop");
  });

  it("over and out do not end in a deeper coroutine of the task, into does", () => {
    const deeper = pause({ taskId: 1, depth: 3 });
    assert.equal(step("over").decide(deeper), "Debugger.resume");
    assert.equal(step("out").decide(deeper), "Debugger.resume");
    assert.equal(step("into").decide(deeper), "stop");
  });

  it("ends in the user's code, and steps out of machinery", () => {
    assert.equal(step("over").decide(pause(here)), "stop");
    assert.equal(step("over").decide(pause(here, frames("node", "user"))), "Debugger.stepOut");
    assert.equal(step("over").decide(pause({ taskId: 1, depth: 1 })), "stop");
  });

  it("is given up when it does not get out of machinery", () => {
    const lost = step("over");
    const decisions = new Set<string>();
    for (let i = 0; i < 2_000; i++) decisions.add(lost.decide(pause(here, frames("node"))));
    assert.deepEqual([...decisions], ["Debugger.stepOut", "Debugger.resume"]);
  });

  it("goes on where V8 was distracted by an error or a breakpoint that nobody wants", () => {
    assert.equal(step("over").decide(pause(here, frames("user"), "exception")), "Debugger.stepOver");
    const inHelper = frames("user helper", "user", "runtime", "node", "node");
    assert.equal(step("over").decide(pause(here, inHelper, "breakpoint")), "Debugger.stepOut");
    assert.equal(step("over").decide(pause(here, frames("user"), "breakpoint")), "stop");
  });

  it("outside of every task stays outside, unless it steps in", () => {
    assert.equal(step("over", null).decide(pause({ taskId: 1, depth: 0 })), "Debugger.resume");
    assert.equal(step("into", null).decide(pause({ taskId: 1, depth: 0 })), "stop");
    assert.equal(step("over", null).decide(pause(null)), "stop");
  });
});
