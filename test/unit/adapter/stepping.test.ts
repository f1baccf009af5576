import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CallFrame } from "../../../src/adapter/cdp/types.js";
import { type Current, Step, type StepKind } from "../../../src/adapter/stepping.js";

/** Frames by the kind of their script: `user`, `runtime`, `node`. */
const frames = (...kinds: string[]): CallFrame[] =>
  kinds.map((functionName) => ({ functionName }) as CallFrame);
const kinds = { isUser: ({ functionName }: CallFrame) => functionName.startsWith("user") };
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
    assert.equal(step("out").first(frames("user", "runtime")), "Debugger.resume");
    assert.equal(step("over").first(frames("user", "runtime")), "Debugger.stepOver");
    const returning = [{ functionName: "user", returnValue: { type: "number" } } as CallFrame];
    assert.equal(step("over").first(returning), "Debugger.resume");
    const nested = frames("user helper", "user", "runtime");
    assert.equal(step("out", here, nested).first(nested), "Debugger.stepOut");
  });

  it("goes past other tasks and plain callbacks without a word", () => {
    assert.equal(step("over").decide(pause({ taskId: 2, depth: 0 })), "Debugger.resume");
    assert.equal(step("into").decide(pause(null)), "Debugger.resume");
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
