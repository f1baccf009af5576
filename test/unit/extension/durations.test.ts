import assert from "node:assert/strict";
import { exactDuration, roughDuration } from "../../../src/extension/text/durations.js";

const rough: readonly (readonly [number, string])[] = [
  [0, ""],
  [999, ""],
  [1000, "1 s"],
  [9999, "9 s"],
  [14_999, "10 s"],
  [59_999, "55 s"],
  [60_000, "1 min"],
  [3_599_000, "59 min"],
  [3_600_000, "1 h"],
  [7_500_000, "2 h 5 min"],
];
const exact: readonly (readonly [number, string])[] = [
  [0.25, "0.3 ms"],
  [87.4, "87 ms"],
  [1234, "1.23 s"],
  [12_300, "12 s"],
  [200_000, "3 min 20 s"],
  [7_200_000, "2 h"],
];

describe("durations", () => {
  for (const [ms, text] of rough) {
    it(`of ${ms} ms are "${text}" in a row`, () => assert.equal(roughDuration(ms), text));
  }
  for (const [ms, text] of exact) {
    it(`of ${ms} ms are "${text}" when exact`, () => assert.equal(exactDuration(ms), text));
  }
});
