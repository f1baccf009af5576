/** The program's output as the output pane shows it: bounded, without the program's own escape sequences. */
import { stripVTControlCharacters } from "node:util";
import type { OutputCategory } from "../debug/session.js";
import { type Line, printable, segment } from "../text/line.js";

/** A program that floods its output must not fill memory: older lines go first. */
const LINES_KEPT = 2000;

/** No terminal is wider; the rest of such a line is of no use here. */
const LINE_CHARACTERS_KEPT = 2000;

const TAB = "    ";

interface Row {
  readonly text: string;
  readonly category: OutputCategory;
}

export class OutputLog {
  readonly #rows: Row[] = [];
  #unfinished: Partial<Record<OutputCategory, string>> = {};

  /** Takes what the program wrote; lines may arrive in pieces. */
  push(text: string, category: OutputCategory): void {
    const pieces = text.split("\n");
    const last = pieces.pop()!;
    // Of a flood that comes in one piece only the end could be kept anyway.
    const kept = pieces.slice(-LINES_KEPT);
    for (const [index, piece] of kept.entries()) {
      const begun = index === 0 ? (this.#unfinished[category] ?? "") : "";
      this.#rows.push({ text: clean(begun + piece), category });
    }
    const begun = pieces.length === 0 ? (this.#unfinished[category] ?? "") : "";
    this.#unfinished[category] = (begun + last).slice(0, LINE_CHARACTERS_KEPT);
    const extra = this.#rows.length - LINES_KEPT;
    if (extra > 0) this.#rows.splice(0, extra);
  }

  /** The last `count` lines, what has no line end yet included. */
  tail(count: number): Line[] {
    const rows = [...this.#rows.slice(-count)];
    for (const category of ["stdout", "stderr", "console"] as const) {
      const text = this.#unfinished[category];
      if (text) rows.push({ text: clean(text), category });
    }
    return rows
      .slice(-count)
      .map((row) => [row.category === "stdout" ? segment(row.text) : segment(row.text, "warning")]);
  }
}

/** What a terminal would leave standing of the line: escape sequences and what a carriage return overwrote are gone. */
function clean(text: string): string {
  const cut = stripVTControlCharacters(text.slice(0, LINE_CHARACTERS_KEPT)).replace(/\r+$/, "");
  return printable(cut.slice(cut.lastIndexOf("\r") + 1).replaceAll("\t", TAB));
}
