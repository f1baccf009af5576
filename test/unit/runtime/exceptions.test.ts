import assert from "node:assert/strict";
import {
  BaseExceptionGroup,
  CancelledError,
  ExceptionGroup,
  IncompleteReadError,
  isException,
  LimitOverrunError,
  TimeoutError,
  ValueError,
} from "../../../src/runtime/index.js";

describe("an exception group", () => {
  it("says how many it holds, as in CPython", () => {
    const one = new ExceptionGroup("unhandled errors in a TaskGroup", [new ValueError("a")]);
    assert.equal(one.message, "unhandled errors in a TaskGroup (1 sub-exception)");
    const two = new ExceptionGroup("several", [new ValueError("a"), new TypeError("b")]);
    assert.equal(String(two), "ExceptionGroup: several (2 sub-exceptions)");
    assert.ok(two instanceof AggregateError);
    assert.equal(two.exceptions, two.errors);
    assert.throws(() => new ExceptionGroup("none", []), ValueError);
  });

  it("holds a cancellation only as a BaseExceptionGroup", () => {
    assert.throws(() => new ExceptionGroup("x", [new CancelledError()]), {
      name: "TypeError",
      message: "Cannot nest BaseExceptions in an ExceptionGroup",
    });
    assert.equal(isException(new BaseExceptionGroup("x", [new CancelledError()])), false);
  });

  it("splits by class, by several, or by a predicate, and keeps its nesting", () => {
    const value = new ValueError("v");
    const type = new TypeError("t");
    const time = new TimeoutError("late");
    const group = new ExceptionGroup("outer", [value, new ExceptionGroup("inner", [type, time])]);
    const [values, rest] = group.split(ValueError);
    assert.deepEqual(values?.exceptions, [value]);
    const inner = rest?.exceptions[0];
    assert.ok(inner instanceof ExceptionGroup);
    assert.deepEqual(inner.exceptions.map(String), ["TypeError: t", "TimeoutError: late"]);
    assert.equal(rest?.message, "outer (1 sub-exception)");
    assert.deepEqual(group.subgroup([ValueError, TimeoutError])?.exceptions.length, 2);
    assert.equal(group.subgroup((error) => error === type)?.exceptions.length, 1);
    assert.equal(group.subgroup(RangeError), null);
    assert.deepEqual(group.split(Error), [group, null]);
  });
});

describe("isException", () => {
  it("lets everything pass that Python's except Exception would catch", () => {
    for (const error of [
      new Error(),
      new TimeoutError(),
      new ExceptionGroup("g", [new Error()]),
      "text",
      undefined,
    ]) {
      assert.equal(isException(error), true);
    }
    assert.equal(isException(new CancelledError()), false);
  });
});

describe("the errors of streams", () => {
  it("carry what they are about", () => {
    const incomplete = new IncompleteReadError(new Uint8Array(3), 10);
    assert.equal(String(incomplete), "IncompleteReadError: 3 bytes read on a total of 10 expected bytes");
    assert.equal(incomplete.expected, 10);
    assert.equal(
      new IncompleteReadError(new Uint8Array(1), null).message,
      "1 bytes read on a total of undefined expected bytes",
    );
    assert.equal(new LimitOverrunError("too long", 7).consumed, 7);
  });
});
