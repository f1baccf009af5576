/** What the screen shows, and how keys change it: pure, so that it is tested without a terminal. */
import type { InspectResponse } from "../../protocol/index.js";
import type { TreeOrder, TreeRow } from "../text/tree-layout.js";

export type Pane = "none" | "inspect" | "output" | "help";

export type Prompt =
  | { readonly kind: "confirm"; readonly taskId: number; readonly name: string; readonly subtree: boolean }
  | { readonly kind: "message"; readonly taskId: number; readonly name: string; readonly text: string };

export interface Inspected {
  readonly taskId: number;
  readonly body?: InspectResponse;
  readonly error?: string;
}

export interface ScreenState {
  /** The selected row: its key, and its index for when the row goes away. */
  readonly selected: { readonly key: string; readonly index: number };
  /** Rows whose folding was changed. */
  readonly toggled: ReadonlySet<string>;
  readonly order: TreeOrder;
  readonly ended: boolean;
  readonly pane: Pane;
  /** Rows that the pane is scrolled: from its top, or for the output, up from its end. */
  readonly paneScroll: number;
  readonly inspected?: Inspected | undefined;
  readonly prompt?: Prompt | undefined;
  readonly notice?: { readonly text: string; readonly bad: boolean } | undefined;
}

export const INITIAL_STATE: ScreenState = {
  selected: { key: "", index: 0 },
  toggled: new Set(),
  order: "awaiter",
  ended: false,
  pane: "none",
  paneScroll: 0,
};

/** What a key asks of the program or the terminal. */
export type Effect =
  | { readonly kind: "cancel"; readonly taskId: number; readonly message?: string; readonly subtree: boolean }
  | { readonly kind: "inspect"; readonly taskId: number }
  | { readonly kind: "toggle-debug" }
  | { readonly kind: "toggle-freeze" | "run-to-resume" | "step-to-await"; readonly taskId: number }
  | { readonly kind: "step"; readonly request: "next" | "stepIn" | "stepOut" }
  | { readonly kind: "pause-or-continue" }
  | { readonly kind: "redraw" }
  | { readonly kind: "suspend" }
  | { readonly kind: "quit" };

export interface Key {
  /** Node's name of the key: `up`, `return`, `a`; absent for what has none. */
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly shift?: boolean | undefined;
  /** The characters that it typed. */
  readonly sequence: string;
}

export interface KeyContext {
  readonly rows: readonly TreeRow[];
  /** Rows of the tree that fit on the screen. */
  readonly pageRows: number;
}

export interface KeyResult {
  readonly state: ScreenState;
  readonly effect?: Effect;
}

/** The index of the selected row among the rows of now: by its key, or else the nearest that is left. */
export function selectedIndex(state: ScreenState, rows: readonly TreeRow[]): number {
  const index = rows.findIndex((row) => row.key === state.selected.key);
  return index >= 0 ? index : Math.max(0, Math.min(state.selected.index, rows.length - 1));
}

function select(state: ScreenState, rows: readonly TreeRow[], index: number): ScreenState {
  const bounded = Math.max(0, Math.min(index, rows.length - 1));
  return { ...state, selected: { key: rows[bounded]?.key ?? "", index: bounded } };
}

function move(state: ScreenState, context: KeyContext, to: (index: number) => number): KeyResult {
  const next = select(state, context.rows, to(selectedIndex(state, context.rows)));
  if (next.pane !== "inspect" || next.selected.key === state.selected.key) return { state: next };
  return inspect(next, context.rows);
}

function inspect(state: ScreenState, rows: readonly TreeRow[]): KeyResult {
  const row = rows[selectedIndex(state, rows)];
  if (row === undefined) return { state };
  const { id } = row.task;
  return {
    state: { ...state, pane: "inspect", paneScroll: 0, inspected: { taskId: id } },
    effect: { kind: "inspect", taskId: id },
  };
}

function toggleFold(state: ScreenState, key: string): ScreenState {
  const toggled = new Set(state.toggled);
  if (!toggled.delete(key)) toggled.add(key);
  return { ...state, toggled };
}

/** Left: folds an open row, or goes up to the row that it stands under. */
function leave(state: ScreenState, context: KeyContext): KeyResult {
  const index = selectedIndex(state, context.rows);
  const row = context.rows[index];
  if (row === undefined) return { state };
  if (row.hasChildren && !row.folded) return { state: toggleFold(state, row.key) };
  for (let above = index - 1; above >= 0; above--)
    if (context.rows[above]!.guides.length < row.guides.length) return move(state, context, () => above);
  return { state };
}

function fold(state: ScreenState, context: KeyContext, wanted: "open" | "either"): KeyResult {
  const row = context.rows[selectedIndex(state, context.rows)];
  if (row?.hasChildren !== true || (wanted === "open" && !row.folded)) return { state };
  return { state: toggleFold(state, row.key) };
}

function ask(state: ScreenState, context: KeyContext, kind: "confirm" | "subtree" | "message"): KeyResult {
  const task = context.rows[selectedIndex(state, context.rows)]?.task;
  if (task === undefined) return { state };
  const { id: taskId, name } = task;
  const prompt: Prompt =
    kind === "message"
      ? { kind, taskId, name, text: "" }
      : { kind: "confirm", taskId, name, subtree: kind === "subtree" };
  return { state: { ...state, prompt } };
}

function ofTask(
  state: ScreenState,
  { rows }: KeyContext,
  kind: "toggle-freeze" | "run-to-resume" | "step-to-await",
): KeyResult {
  const task = rows[selectedIndex(state, rows)]?.task;
  return task === undefined ? { state } : { state, effect: { kind, taskId: task.id } };
}

function togglePane(state: ScreenState, pane: Pane): KeyResult {
  return { state: { ...state, pane: state.pane === pane ? "none" : pane, paneScroll: 0 } };
}

function scrollPane(state: ScreenState, by: number): KeyResult {
  const towards = state.pane === "output" ? -by : by;
  return { state: { ...state, paneScroll: Math.max(0, state.paneScroll + towards) } };
}

const PANE_STEP_ROWS = 5;

function promptKey(state: ScreenState, prompt: Prompt, key: Key): KeyResult {
  const closed: ScreenState = { ...state, prompt: undefined };
  if (key.name === "escape" || (key.ctrl && key.name === "g")) return { state: closed };
  if (prompt.kind === "confirm") {
    if (key.name === "y" || key.name === "return")
      return { state: closed, effect: { kind: "cancel", taskId: prompt.taskId, subtree: prompt.subtree } };
    return key.name === "n" ? { state: closed } : { state };
  }
  if (key.name === "return") {
    const { taskId, text } = prompt;
    const message = text === "" ? {} : { message: text };
    return { state: closed, effect: { kind: "cancel", taskId, subtree: false, ...message } };
  }
  if (key.name === "backspace")
    return { state: { ...state, prompt: { ...prompt, text: [...prompt.text].slice(0, -1).join("") } } };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is typed, without what only controls
  if (key.ctrl || /[\u0000-\u001f\u007f]/.test(key.sequence)) return { state };
  return { state: { ...state, prompt: { ...prompt, text: prompt.text + key.sequence } } };
}

/** What a key does. Ctrl-C quits from everywhere. */
export function pressKey(before: ScreenState, key: Key, context: KeyContext): KeyResult {
  if (key.ctrl && key.name === "c") return { state: before, effect: { kind: "quit" } };
  if (key.ctrl && key.name === "z") return { state: before, effect: { kind: "suspend" } };
  if (key.ctrl && key.name === "l") return { state: before, effect: { kind: "redraw" } };
  if (before.prompt !== undefined) return promptKey(before, before.prompt, key);
  const state: ScreenState = { ...before, notice: undefined };
  switch (key.sequence) {
    case "?":
      return togglePane(state, "help");
    case "C":
      return ask(state, context, "message");
    case "S":
      return ask(state, context, "subtree");
    case "G":
      return move(state, context, () => context.rows.length - 1);
    case "J":
      return scrollPane(state, PANE_STEP_ROWS);
    case "K":
      return scrollPane(state, -PANE_STEP_ROWS);
    case ".":
      return { state, effect: { kind: "step", request: "next" } };
    case ">":
      return { state, effect: { kind: "step", request: "stepIn" } };
    case "<":
      return { state, effect: { kind: "step", request: "stepOut" } };
  }
  switch (key.name) {
    case "up":
    case "k":
      return move(state, context, (index) => index - 1);
    case "down":
    case "j":
      return move(state, context, (index) => index + 1);
    case "pageup":
      return move(state, context, (index) => index - context.pageRows);
    case "pagedown":
      return move(state, context, (index) => index + context.pageRows);
    case "home":
    case "g":
      return move(state, context, () => 0);
    case "end":
      return move(state, context, () => context.rows.length - 1);
    case "left":
    case "h":
      return leave(state, context);
    case "right":
    case "l":
      return fold(state, context, "open");
    case "space":
      return fold(state, context, "either");
    case "return":
    case "i":
      return state.pane === "inspect" ? togglePane(state, "inspect") : inspect(state, context.rows);
    case "escape":
      return { state: { ...state, pane: "none", paneScroll: 0 } };
    case "c":
      return ask(state, context, "confirm");
    case "d":
      return { state, effect: { kind: "toggle-debug" } };
    case "f":
      return ofTask(state, context, "toggle-freeze");
    case "r":
      return ofTask(state, context, "run-to-resume");
    case "n":
      return ofTask(state, context, "step-to-await");
    case "p":
      return { state, effect: { kind: "pause-or-continue" } };
    case "o":
      return togglePane(state, "output");
    case "t":
      return { state: { ...state, order: state.order === "awaiter" ? "creator" : "awaiter" } };
    case "e":
      return { state: { ...state, ended: !state.ended } };
    case "q":
      return { state, effect: { kind: "quit" } };
    default:
      return { state };
  }
}
