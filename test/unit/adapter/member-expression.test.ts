import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { memberExpression } from "../../../src/adapter/variables/member-expression.js";

describe("the expression before a dot", () => {
  it("reaches back over members, calls, indexes and texts, and no further", () => {
    for (const [text, expected] of [
      ["order", "order"],
      ["1 + order.items", "order.items"],
      ["x = a.b(c, 'd)')[0]", "a.b(c, 'd)')[0]"],
      ["f(g(1), [2])", "f(g(1), [2])"],
      ["[1, 2]", "[1, 2]"],
      ["x + 'text'", "'text'"],
      ["a?.b", "a?.b"],
      ["await this", "this"],
      ["order.#secret", "order.#secret"],
    ] as const) {
      assert.equal(memberExpression(text), expected, text);
    }
  });

  it("is none after an operator, an open bracket, or a bracket that was never opened", () => {
    for (const text of ["", "1 +", "f(", "a)", "a.b]", "a.", ".", "'"]) {
      assert.equal(memberExpression(text), undefined, text);
    }
  });
});
