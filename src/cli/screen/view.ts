/** The screen as lines, from the state alone. */
import type { Finding } from "../../protocol/index.js";
import type { ProgramStop } from "../debug/program-stop.js";
import type { TaskTable } from "../debug/task-table.js";
import { formatDuration } from "../text/duration.js";
import { findingSentence } from "../text/finding-lines.js";
import { inspectLines } from "../text/inspect-lines.js";
import { cut, type Line, pad, plain, printable, type Segment, segment } from "../text/line.js";
import { placeText } from "../text/place.js";
import type { TreeRow } from "../text/tree-layout.js";
import { findingsByTask, summaryLine, treeLine } from "../text/tree-lines.js";
import { HELP_LINES, keyHints } from "./key-help.js";
import type { OutputLog } from "./output-log.js";
import { type ScreenState, selectedIndex } from "./state.js";

export interface ScreenModel {
  readonly program: string;
  readonly processId?: number | undefined;
  readonly startedMs: number;
  /** Set when the program has ended: in which words. */
  readonly end?: string | undefined;
  /** Set while the program is stopped. */
  readonly stop?: ProgramStop | undefined;
  readonly table: TaskTable;
  readonly rows: readonly TreeRow[];
  readonly output: OutputLog;
  readonly nowMs: number;
  readonly cwd: string;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Findings named above the tree; more are counted. */
const BANNER_FINDINGS = 3;
const BANNER_ROWS_EACH = 2;

/** How the rows of a screen are shared out. */
interface Areas {
  readonly banner: readonly Line[];
  readonly treeRows: number;
  readonly paneRows: number;
}

function areas(model: ScreenModel, state: ScreenState, size: Size): Areas {
  const inner = Math.max(0, size.rows - 2);
  const banner = bannerLines(model.table.findings, size.columns).slice(0, Math.floor(inner / 2));
  const left = inner - banner.length;
  const paneRows = state.pane === "none" ? 0 : state.pane === "help" ? left : Math.ceil(left / 2);
  return { banner, treeRows: left - paneRows, paneRows };
}

/** Rows of the tree that fit: how far a page key moves. */
export function pageRows(model: ScreenModel, state: ScreenState, size: Size): number {
  return Math.max(1, areas(model, state, size).treeRows);
}

/** Exactly `size.rows` lines, none wider than `size.columns`. */
export function screenLines(model: ScreenModel, state: ScreenState, size: Size): Line[] {
  const { banner, treeRows, paneRows } = areas(model, state, size);
  const lines = [
    titleLine(model),
    ...banner,
    ...treeArea(model, state, treeRows, size.columns),
    ...(paneRows > 0 ? paneArea(model, state, paneRows, size.columns) : []),
    footerLine(model, state),
  ];
  // On a screen of one or two rows there is no room for all of these.
  return lines.slice(0, size.rows).map((line) => cut(line, size.columns));
}

/** `stopped in sayAfter, two-tasks.ts:6 (step)`. */
function stopText({ frame, description }: ProgramStop, cwd: string): string {
  if (frame === undefined) return `stopped (${description})`;
  return `stopped in ${frame.name}, ${placeText(frame, cwd)} (${description})`;
}

function titleLine(model: ScreenModel): Line {
  const parts: Segment[] = [segment("loopscope ", "key"), segment(printable(model.program), "strong")];
  if (model.processId !== undefined) parts.push(segment(` (${model.processId})`, "dim"));
  if (model.stop !== undefined)
    parts.push(segment(`  ${printable(stopText(model.stop, model.cwd))}  `, "warning"));
  else if (model.end === undefined)
    parts.push(segment(`  ${formatDuration(model.nowMs - model.startedMs)}  `));
  else parts.push(segment(`  ${model.end}  `, "warning"));
  return [...parts, ...summaryLine(model.table, model.nowMs)];
}

function bannerLines(findings: readonly Finding[], columns: number): Line[] {
  const lines = findings
    .slice(0, BANNER_FINDINGS)
    .flatMap((finding) => findingSentence(finding, columns).slice(0, BANNER_ROWS_EACH));
  const more = findings.length - BANNER_FINDINGS;
  if (more > 0) lines.push([segment(`▲ and ${more} more`, "error")]);
  return lines;
}

function treeArea(model: ScreenModel, state: ScreenState, height: number, columns: number): Line[] {
  const { rows, table, nowMs } = model;
  const selected = selectedIndex(state, rows);
  const top = Math.max(0, Math.min(selected - Math.floor(height / 2), rows.length - height));
  const kinds = findingsByTask(table.findings);
  const lines = rows.slice(top, top + height).map((row, index): Line => {
    const line = treeLine(row, table, kinds, nowMs);
    if (top + index !== selected) return [segment("  "), ...line];
    return [segment(plain(pad(cut([segment("❯ "), ...line], columns), columns)), "selected")];
  });
  if (rows.length === 0 && height > 0)
    lines.push([segment(model.end === undefined ? "  No tasks yet." : "  No tasks.", "dim")]);
  return filled(lines, height);
}

function filled(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? []);
}

function paneArea(model: ScreenModel, state: ScreenState, height: number, columns: number): Line[] {
  const room = height - 1;
  const { title, lines } = paneContent(model, state, room);
  const rule: Line = [segment(`── ${title} ${"─".repeat(Math.max(0, columns - title.length - 4))}`, "dim")];
  return [rule, ...filled(lines, room)];
}

function paneContent(
  model: ScreenModel,
  state: ScreenState,
  room: number,
): { title: string; lines: readonly Line[] } {
  switch (state.pane) {
    case "output": {
      const all = model.output.tail(room + state.paneScroll);
      return { title: "output", lines: all.slice(0, room) };
    }
    case "help":
      return { title: "keys", lines: scrolled(HELP_LINES, state.paneScroll, room) };
    default:
      return { title: "details", lines: scrolled(detailLines(model, state), state.paneScroll, room) };
  }
}

function scrolled(lines: readonly Line[], by: number, room: number): readonly Line[] {
  const from = Math.max(0, Math.min(by, lines.length - room));
  return lines.slice(from, from + room);
}

function detailLines(model: ScreenModel, state: ScreenState): readonly Line[] {
  const { inspected } = state;
  if (inspected?.error !== undefined) return [[segment(printable(inspected.error), "error")]];
  if (inspected?.body === undefined) return [[segment("…", "dim")]];
  return inspectLines(inspected.body, model.table, { nowMs: model.nowMs, cwd: model.cwd, details: true });
}

function footerLine(model: ScreenModel, state: ScreenState): Line {
  const { prompt, notice } = state;
  if (prompt?.kind === "confirm") {
    const what = prompt.subtree ? "and all that it awaits" : "";
    return [
      segment(`Cancel '${printable(prompt.name)}' ${what}`.trimEnd(), "strong"),
      segment("?  "),
      segment("y", "key"),
      segment(" yes  "),
      segment("n", "key"),
      segment(" no"),
    ];
  }
  if (prompt?.kind === "message")
    return [
      segment(`Cancel '${printable(prompt.name)}' with message: `, "strong"),
      segment(printable(prompt.text)),
      segment(" ", "selected"),
      segment("  Enter sends, Esc drops", "dim"),
    ];
  if (notice !== undefined) return [segment(printable(notice.text), notice.bad ? "error" : "good")];
  return keyHints(model.end !== undefined);
}
