import assert from "node:assert/strict";
import {
  type Effect,
  INITIAL_STATE,
  type Key,
  pressKey,
  type ScreenState,
  selectedIndex,
} from "../../../src/cli/screen/state.js";
import { treeRows } from "../../../src/cli/text/tree-layout.js";
import { sampleTable } from "./sample-program.js";

const NAMED: Record<string, Key> = {
  enter: { name: "return", sequence: "\r" },
  escape: { name: "escape", sequence: "\u001b" },
  up: { name: "up", sequence: "\u001b[A" },
  down: { name: "down", sequence: "\u001b[B" },
  left: { name: "left", sequence: "\u001b[D" },
  right: { name: "right", sequence: "\u001b[C" },
  home: { name: "home", sequence: "\u001b[H" },
  end: { name: "end", sequence: "\u001b[F" },
  pagedown: { name: "pagedown", sequence: "\u001b[6~" },
  pageup: { name: "pageup", sequence: "\u001b[5~" },
  space: { name: "space", sequence: " " },
  backspace: { name: "backspace", sequence: "\u007f" },
  "ctrl-c": { name: "c", ctrl: true, sequence: "\u0003" },
  "ctrl-l": { name: "l", ctrl: true, sequence: "\u000c" },
  "ctrl-z": { name: "z", ctrl: true, sequence: "\u001a" },
};

function keyOf(text: string): Key {
  return NAMED[text] ?? { name: text.toLowerCase(), shift: text !== text.toLowerCase(), sequence: text };
}

/** Presses keys one after the other on the sample program, whose rows are main, clerk, refunds, heartbeat. */
function press(keys: readonly string[], start: ScreenState = INITIAL_STATE) {
  let state = start;
  const effects: Effect[] = [];
  for (const key of keys) {
    const options = { order: state.order, ended: state.ended, groupFrom: 8, toggled: state.toggled };
    const rows = treeRows(sampleTable().tasks.values(), options);
    const result = pressKey(state, keyOf(key), { rows, pageRows: 2 });
    state = result.state;
    if (result.effect !== undefined) effects.push(result.effect);
  }
  return { state, effects };
}

const selected = (...keys: string[]) => press(keys).state.selected.key;

describe("the keys of the live screen", () => {
  it("move the selection, not beyond the ends", () => {
    assert.equal(selected("j"), "2");
    assert.equal(selected("down", "down", "up"), "2");
    assert.equal(selected("k"), "1");
    assert.equal(selected("j", "j", "j", "j", "j"), "4");
    assert.equal(selected("pagedown"), "3");
    assert.equal(selected("G", "pageup"), "2");
    assert.equal(selected("end"), "4");
    assert.equal(selected("end", "g"), "1");
    assert.equal(selected("end", "home"), "1");
  });

  it("fold and unfold, and go up from a leaf", () => {
    assert.ok(press(["left"]).state.toggled.has("1"));
    assert.ok(!press(["left", "right"]).state.toggled.has("1"));
    assert.ok(press(["space"]).state.toggled.has("1"));
    assert.ok(!press(["right"]).state.toggled.has("1"));
    assert.equal(selected("j", "j", "left"), "1");
  });

  it("inspect the selected task, and follow the selection while the details are open", () => {
    const { state, effects } = press(["j", "enter", "j"]);
    assert.equal(state.pane, "inspect");
    assert.deepEqual(effects, [
      { kind: "inspect", taskId: 2 },
      { kind: "inspect", taskId: 3 },
    ]);
    assert.equal(press(["i", "i"]).state.pane, "none");
    assert.equal(press(["i", "escape"]).state.pane, "none");
  });

  it("cancel after a confirmation only", () => {
    assert.deepEqual(press(["j", "c"]).effects, []);
    assert.deepEqual(press(["j", "c", "x", "n"]).effects, []);
    assert.deepEqual(press(["j", "c", "escape", "y"]).effects, []);
    assert.deepEqual(press(["j", "c", "y"]).effects, [{ kind: "cancel", taskId: 2, subtree: false }]);
    assert.deepEqual(press(["S", "enter"]).effects, [{ kind: "cancel", taskId: 1, subtree: true }]);
    assert.equal(press(["c", "y"]).state.prompt, undefined);
  });

  it("keep asking about the task that was selected, whatever moves meanwhile", () => {
    const { state } = press(["j", "c"]);
    assert.equal(state.prompt?.taskId, 2);
    assert.equal(press(["j", "j"], state).state.prompt?.taskId, 2);
  });

  it("cancel with a message that is typed", () => {
    assert.deepEqual(press(["j", "C", "n", "o", "space", "q", "x", "backspace", "enter"]).effects, [
      { kind: "cancel", taskId: 2, subtree: false, message: "no q" },
    ]);
    assert.deepEqual(press(["C", "enter"]).effects, [{ kind: "cancel", taskId: 1, subtree: false }]);
    assert.deepEqual(press(["C", "a", "escape"]).effects, []);
  });

  it("open one pane at a time, and scroll it", () => {
    assert.equal(press(["o"]).state.pane, "output");
    assert.equal(press(["o", "o"]).state.pane, "none");
    assert.equal(press(["o", "?"]).state.pane, "help");
    assert.equal(press(["?", "J"]).state.paneScroll, 5);
    assert.equal(press(["?", "J", "K", "K"]).state.paneScroll, 0);
    assert.equal(press(["o", "K"]).state.paneScroll, 5, "the output is scrolled up from its end");
  });

  it("switch the tree's order and the ended tasks", () => {
    assert.equal(press(["t"]).state.order, "creator");
    assert.equal(press(["t", "t"]).state.order, "awaiter");
    assert.equal(press(["e"]).state.ended, true);
  });

  it("ask the program and the terminal", () => {
    const kinds = (...keys: string[]) => press(keys).effects.map(({ kind }) => kind);
    assert.deepEqual(kinds("d"), ["toggle-debug"]);
    assert.deepEqual(kinds("q"), ["quit"]);
    assert.deepEqual(kinds("C", "a", "ctrl-c"), ["quit"]);
    assert.deepEqual(kinds("ctrl-l", "ctrl-z"), ["redraw", "suspend"]);
    assert.deepEqual(kinds("x", "1"), []);
  });

  it("hold back and stop the selected task, step, and pause", () => {
    assert.deepEqual(press(["j", "f", "r", "j", "n", ".", ">", "<", "p"]).effects, [
      { kind: "toggle-freeze", taskId: 2 },
      { kind: "run-to-resume", taskId: 2 },
      { kind: "step-to-await", taskId: 3 },
      { kind: "step", request: "next" },
      { kind: "step", request: "stepIn" },
      { kind: "step", request: "stepOut" },
      { kind: "pause-or-continue" },
    ]);
  });

  it("do nothing harmful when there are no tasks", () => {
    for (const key of [...Object.keys(NAMED), ..."jkhlgGicCSdoteJK?"]) {
      const { state } = pressKey(INITIAL_STATE, keyOf(key), { rows: [], pageRows: 1 });
      assert.equal(state.prompt, undefined);
    }
  });
});

describe("the selection", () => {
  it("stays with its task, and goes to the nearest row when that is gone", () => {
    const rows = treeRows(sampleTable().tasks.values());
    const state = { ...INITIAL_STATE, selected: { key: "3", index: 0 } };
    assert.equal(selectedIndex(state, rows), 2);
    assert.equal(selectedIndex({ ...state, selected: { key: "99", index: 2 } }, rows), 2);
    assert.equal(selectedIndex({ ...state, selected: { key: "99", index: 50 } }, rows), 3);
    assert.equal(selectedIndex(state, []), 0);
  });
});
