import assert from "node:assert/strict";
import { isolatingOption } from "../../../src/adapter/python/python-arguments.js";

describe("the option that keeps the agent out of an interpreter", () => {
  it("is one with which it ignores PYTHONPATH or its site, alone or among others", () => {
    for (const option of ["-I", "-E", "-S", "-BI", "-sE", "-Sv"]) {
      assert.equal(isolatingOption(["-u", option]), option);
    }
  });

  it("is no other, and no value of another", () => {
    for (const args of [
      [],
      ["-s", "-O", "-u", "-Xdev", "-Werror"],
      ["-WIgnore"],
      ["-X", "-S"],
      ["-W", "-I"],
    ]) {
      assert.equal(isolatingOption(args), undefined, args.join(" "));
    }
  });
});
