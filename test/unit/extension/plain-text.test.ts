import assert from "node:assert/strict";
import { forIconLabel, forNotice, oneLine } from "../../../src/extension/text/plain-text.js";

describe("text from the program", () => {
  it("is one line without control characters", () => {
    assert.equal(oneLine(" a\r\n\tb\u0000c\u2028d "), "a b c d");
    assert.equal(oneLine("x".repeat(300)).length, 200);
  });

  it("makes no link in a notification, and no icon in a label", () => {
    assert.doesNotMatch(forNotice("[go](command:workbench.action.quit)"), /\]\(/);
    assert.doesNotMatch(forIconLabel("$(trash) x"), /\$\(/);
  });
});
