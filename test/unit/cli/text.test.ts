import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDuration } from "../../../src/cli/text/duration.js";
import {
  columnsOf,
  cut,
  type Line,
  pad,
  plain,
  printable,
  segment,
  wrap,
} from "../../../src/cli/text/line.js";
import { painter, wantsColour } from "../../../src/cli/text/paint.js";
import { placeText } from "../../../src/cli/text/place.js";
import { tableLines } from "../../../src/cli/text/table.js";

describe("a duration for reading", () => {
  it("has at most two units", () => {
    const cases: [number, string][] = [
      [-5, "0 ms"],
      [0, "0 ms"],
      [40.4, "40 ms"],
      [949, "949 ms"],
      [950, "0.9 s"],
      [3240, "3.2 s"],
      [9949, "9.9 s"],
      [9950, "10 s"],
      [41_400, "41 s"],
      [59_600, "1 min 00 s"],
      [125_000, "2 min 05 s"],
      [3_599_400, "59 min 59 s"],
      [3_720_000, "1 h 02 min"],
      [273_600_000, "3 d 4 h"],
    ];
    for (const [ms, text] of cases) assert.equal(formatDuration(ms), text);
  });

  it("never shows sixty of anything", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), (ms) => {
        assert.doesNotMatch(formatDuration(ms), /\b(60|24 h)/);
      }),
    );
  });
});

describe("a line of text", () => {
  it("is cut to the columns, counting wide characters and emoji as two", () => {
    assert.equal(plain(cut([segment("abcdef")], 6)), "abcdef");
    assert.equal(plain(cut([segment("abcdef")], 4)), "abc…");
    assert.equal(plain(cut([segment("注文サービス")], 5)), "注文…");
    assert.equal(plain(cut([segment("a👩‍👩‍👧b"), segment("cd")], 4)), "a👩‍👩‍👧…");
    assert.deepEqual(cut([segment("abc")], 0), []);
  });

  it("is never wider than asked for, and keeps the roles of what is left", () => {
    const text = fc.string({ unit: "grapheme" }).map(printable);
    fc.assert(
      fc.property(fc.array(text), fc.nat(30), (texts, columns) => {
        const line: Line = texts.map((each) => segment(each, "name"));
        const result = cut(line, columns);
        assert.ok(columnsOf(result) <= columns);
        assert.ok(result.every((part) => part.style === "name"));
      }),
    );
  });

  it("is padded to the columns", () => {
    assert.equal(plain(pad([segment("注文")], 6)), "注文  ");
    assert.equal(plain(pad([segment("abc")], 2)), "abc");
  });

  it("has no control characters of the program in it", () => {
    assert.equal(printable("a\u001b[2Jb\nc\td\u007f\u009b"), "a␛[2Jb␊c␉d␡�");
  });

  it("is wrapped at spaces, and inside of words that are too long", () => {
    assert.deepEqual(wrap("one two three", 8), ["one two", "three"]);
    assert.deepEqual(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
    assert.deepEqual(wrap("", 4), [""]);
    assert.deepEqual(wrap("注文の注文", 4), ["注文", "の注", "文"]);
  });
});

describe("colour", () => {
  it("is used on terminals that have it, unless the environment says otherwise", () => {
    assert.equal(wantsColour({}, true), true);
    assert.equal(wantsColour({}, false), false);
    assert.equal(wantsColour({ TERM: "dumb" }, true), false);
    assert.equal(wantsColour({ NO_COLOR: "1" }, true), false);
    assert.equal(wantsColour({ NO_COLOR: "" }, true), true);
    assert.equal(wantsColour({ FORCE_COLOR: "1" }, false), true);
    assert.equal(wantsColour({ FORCE_COLOR: "0" }, true), false);
    assert.equal(wantsColour({ FORCE_COLOR: "1", NO_COLOR: "1" }, true), false);
  });

  it("is what a painter adds, and nothing else", () => {
    const line = [segment("a "), segment("b", "error")];
    assert.equal(painter(false)(line), "a b");
    assert.equal(painter(true)(line), "a \u001b[1m\u001b[31mb\u001b[39m\u001b[22m");
  });
});

describe("a table", () => {
  it("has columns as wide as their widest cell", () => {
    const lines = tableLines(
      ["PID", "PROGRAM", "X"],
      [[[segment("12345")], [segment("注文.ts")], [segment("y")]]],
    );
    assert.deepEqual(lines.map(plain), ["PID    PROGRAM  X", "12345  注文.ts  y"]);
  });
});

describe("a place", () => {
  it("is relative to the folder when it is inside it", () => {
    const at = (path: string) => placeText({ source: { path }, line: 3, column: 5 }, "/shop");
    assert.equal(at("/shop/src/a.ts"), "src/a.ts:3:5");
    assert.equal(at("/other/a.ts"), "/other/a.ts:3:5");
    assert.equal(at("/shop/..odd/a.ts"), "..odd/a.ts:3:5");
    assert.equal(
      placeText({ source: { name: "node:internal" }, line: 3, column: 5 }, "/shop"),
      "node:internal:3:5",
    );
    assert.equal(placeText({ line: 3, column: 5 }, "/shop"), "(unknown place)");
  });
});
